import type { HoursSchedule } from '../hours/schedule';
import type { Located, Report } from './collect';
import { lengthOr } from './compile-queue';
import type { ConversationTimings } from './compiled';
import { CONVERSATION } from './defaults';
import type { ConversationSource } from './document';

/** How conversations come to rest, with the defaults of design §5 wherever nothing is said. */
export function compileConversation(
  item: Located<ConversationSource> | null,
  hours: ReadonlyMap<string, HoursSchedule>,
  report: Report,
): ConversationTimings {
  const { chat, sms, email, callback, ...own } = item?.value ?? {};
  const businessHoursId = email?.businessHours ?? CONVERSATION.email.businessHoursId;
  if (item !== null && businessHoursId !== null && !hours.has(businessHoursId)) {
    report('unknownHours', item, ['email', 'businessHours'], `there are no hours '${businessHoursId}'`);
  }
  return {
    chat: {
      nudgeAfterMs: lengthOr(chat?.nudgeAfter, CONVERSATION.chat.nudgeAfterMs),
      closeAfterMs: lengthOr(chat?.closeAfter, CONVERSATION.chat.closeAfterMs),
      leftWhileQueuedAfterMs: lengthOr(chat?.leftWhileQueuedAfter, CONVERSATION.chat.leftWhileQueuedAfterMs),
      leftWhileActiveAfterMs: lengthOr(chat?.leftWhileActiveAfter, CONVERSATION.chat.leftWhileActiveAfterMs),
    },
    sms: {
      parkAfterMs: lengthOr(sms?.parkAfter, CONVERSATION.sms.parkAfterMs),
      closeAfterMs: lengthOr(sms?.closeAfter, CONVERSATION.sms.closeAfterMs),
      senders: new Map(Object.entries(sms?.senders ?? {})),
    },
    email: {
      closeAfterBusinessDays: email?.closeAfterBusinessDays ?? CONVERSATION.email.closeAfterBusinessDays,
      businessHoursId,
    },
    callback: callbacksOf(callback),
    webCalls: new Set(own.webCalls),
    ...{ surveyFrom: own.survey?.textFrom ?? null, surveyInChat: own.survey?.inChat ?? false },
    backToLastAgentForMs: lengthOr(own.backToLastAgentFor, CONVERSATION.backToLastAgentForMs),
    thanksOnlyStoredForMs: lengthOr(own.thanksOnlyStoredFor, CONVERSATION.thanksOnlyStoredForMs),
    shortAbandonUnderMs: lengthOr(own.shortAbandonUnder, CONVERSATION.shortAbandonUnderMs),
  };
}

const callbacksOf = (callback: ConversationSource['callback']): ConversationTimings['callback'] => ({
  attempts: callback?.attempts ?? CONVERSATION.callback.attempts,
  retryAfterMs: lengthOr(callback?.retryAfter, CONVERSATION.callback.retryAfterMs),
  linesPerNumber: callback?.linesPerNumber ?? CONVERSATION.callback.linesPerNumber,
  textFrom: callback?.textFrom ?? null,
  forms: new Set(callback?.forms),
});
