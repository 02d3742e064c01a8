import { compileLabel } from '../flow/compile-text';
import type { CompiledAnswer, KeywordRule } from '../flow/keyword-assistant';
import type { LocalizedText } from '../flow/source-text';
import { CHANNELS } from '../lib/channel';
import type { Channel } from '../lib/channel';
import { foldText } from '../lib/fold-text';
import type { Located, Report } from './collect';
import type { Assistant, CannedReply, ConfigError } from './compiled';
import type { AssistantAnswerSource, AssistantSource } from './assistant-source';
import type { CannedReplySource, ConfigSource } from './document';
import { NOTICE_NAMES, type NoticeName } from './notice-names';

/** The languages in which every text must be there, and where faults go. */
export interface TextCheck {
  readonly languages: readonly string[];
  readonly report: Report;
}

/** A keyword assistant; its words are folded once, here. */
export function compileAssistant(item: Located<AssistantSource>, check: TextCheck): Assistant {
  const { id, provider, rules, otherwise } = item.value;
  const answerAt = (answer: AssistantAnswerSource, path: ConfigError['path']): CompiledAnswer =>
    compileAnswer(item, answer, path, check);
  return {
    id,
    provider,
    rules: rules.map(({ words, answer }, index): KeywordRule => ({
      words: words.map(foldText).filter((word) => word !== ''),
      answer: answerAt(answer, ['rules', index, 'answer']),
    })),
    otherwise: answerAt(otherwise, ['otherwise']),
  };
}

/** Every route that an assistant's answers can name. */
export function routesOf({ rules, otherwise }: Assistant): ReadonlySet<string> {
  const answers = [...rules.map(({ answer }) => answer), otherwise];
  return new Set(answers.flatMap((answer) => (answer.kind === 'route' ? [answer.route] : [])));
}

/** A canned reply in every language of the tenant. */
export function compileReply(item: Located<CannedReplySource>, check: TextCheck): CannedReply {
  const { id, title, text, channels } = item.value;
  checkText(item, text, ['text'], check);
  return { id, title, text, channels: channels ?? CHANNELS.filter((channel) => channel !== 'voice') };
}

/** The notices, each in every language, and those there that the channels in use will send. */
export function compileNotices(
  source: ConfigSource,
  used: ReadonlySet<Channel>,
  check: TextCheck,
): ReadonlyMap<NoticeName, LocalizedText> {
  const notices = new Map<NoticeName, LocalizedText>();
  for (const { file, content } of source.parts) {
    const at = { value: content, file, path: ['notices'] };
    for (const name of NOTICE_NAMES) {
      const text = content.notices?.[name];
      if (text === undefined) continue;
      if (notices.has(name)) check.report('duplicateId', at, [name], `notice '${name}' comes twice`);
      checkText(at, text, [name], check);
      notices.set(name, text);
    }
  }
  reportMissing(source, notices, used, check);
  return notices;
}

/** Null: only where a flow or a queue leads to it, which other checks say. */
const SENT_ON: Readonly<Record<NoticeName, Channel | null>> = {
  optOutConfirmation: 'sms',
  optInConfirmation: 'sms',
  help: 'sms',
  chatNudge: 'chat',
  chatClosed: 'chat',
  callbackGreeting: null,
  callbackGivenUp: null,
  callSurvey: null,
  recordingAnnounced: null,
  meetingInvitation: null,
  mailSignature: null,
};

function reportMissing(
  source: ConfigSource,
  notices: ReadonlyMap<NoticeName, LocalizedText>,
  used: ReadonlySet<Channel>,
  { report }: TextCheck,
): void {
  const file = source.parts.find(({ content }) => content.notices !== undefined)?.file ?? source.parts[0]?.file ?? '';
  for (const name of NOTICE_NAMES) {
    const channel = SENT_ON[name];
    if (channel === null || !used.has(channel) || notices.has(name)) continue;
    report('textMissing', { file, path: ['notices'] }, [name], `${channel} needs the notice '${name}'`);
  }
}

function compileAnswer(
  item: Located<AssistantSource>,
  answer: AssistantAnswerSource,
  path: ConfigError['path'],
  check: TextCheck,
): CompiledAnswer {
  if ('route' in answer) return { kind: 'route', route: answer.route };
  const [kind, text] = 'say' in answer ? (['say', answer.say] as const) : (['ask', answer.ask] as const);
  checkText(item, text, [...path, kind], check);
  return { kind, text };
}

function checkText(at: Located<unknown>, text: LocalizedText, path: ConfigError['path'], check: TextCheck): void {
  for (const error of compileLabel(text, path, check.languages).errors) {
    check.report(error.code, at, error.path, error.message);
  }
}
