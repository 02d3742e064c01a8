import type { FlowInput } from '../../core/flow/protocol';
import type { FlowTask } from '../../core/interaction/acts';
import { customerOnLine } from '../../core/interaction/state';
import { never } from '../../core/lib/never';
import { chooseSender } from '../../core/outbound-guard/choose-sender';
import { noticeOf } from '../lib/notice';
import { sendGuarded } from '../send-guarded';
import { callerIdOf } from '../voice/caller-id';
import { headersToSend } from '../voice/consult-headers';
import { transferAllowed } from '../voice/transfer-allowed';
import { stepFlow } from '../walk-flow';
import { DONE, type ActOutcome } from './act-outcome';
import { onCall } from './call-acts';
import { keyOf, type ActOf, type Doing } from './doing';

/** Does what a flow waits for, and tells it what became of it: an answer, or that there is none. */
export async function flowTask(doing: Doing, { task }: ActOf<'flowTask'>): Promise<ActOutcome> {
  switch (task.kind) {
    case 'assistant':
      return then(doing, await askAssistant(doing, task));
    case 'lookUp':
      return then(doing, await lookUp(doing, task));
    case 'message':
      await textTo(doing, { ...task, to: doing.stored.interaction.facts.customerAddress });
      return then(doing, { kind: 'messageDone', turn: task.turn });
    case 'transfer':
      return transfer(doing, task);
    default:
      return never(task);
  }
}

const then = ({ deps, stored }: Doing, input: FlowInput): ActOutcome => ({
  kind: 'carried',
  async change(known) {
    const changed = await stepFlow(deps, stored.interaction.facts, input, { known });
    return changed.kind === 'changed' ? changed.stored : null;
  },
});

type Task<Kind extends FlowTask['kind']> = Extract<FlowTask, { kind: Kind }>;

/** Whatever the assistant does not answer sends the customer on to a person. */
async function askAssistant({ deps, stored }: Doing, task: Task<'assistant'>): Promise<FlowInput> {
  const { config } = await deps.configs.live(stored.interaction.facts.tenantId);
  const assistant = config.assistants.get(task.assistantId);
  const { turn } = task;
  const answer = assistant === undefined ? null : await deps.assistant.answer(assistant, task);
  return answer === null || answer.kind === 'failed'
    ? { kind: 'assistantFailed', turn }
    : { kind: 'assistantAnswered', turn, answer };
}

async function lookUp({ deps, stored }: Doing, { turn, lookUpId, variables }: Task<'lookUp'>): Promise<FlowInput> {
  const { tenantId, interactionId, configVersion } = stored.interaction.facts;
  const { config } = await deps.configs.at(tenantId, configVersion);
  const known = config.lookUps.get(lookUpId);
  if (known === undefined) return { kind: 'lookUpFailed', turn };
  const answer = await deps.lookUps.ask(tenantId, known, variables);
  if (answer.kind === 'failed') {
    deps.log.warn('look-up failed', { interactionId, lookUpId, why: answer.why });
    return { kind: 'lookUpFailed', turn };
  }
  const found = answer.kind === 'found';
  return { kind: 'lookedUp', turn, found, values: found ? answer.values : {} };
}

/** Texts a customer who could not be reached otherwise. */
export async function textCustomer(doing: Doing, act: ActOf<'textCustomer'>): Promise<ActOutcome> {
  const sent = await textTo(doing, act);
  return sent?.kind === 'failed' && sent.retryable ? { kind: 'later', why: 'the text could not be sent' } : DONE;
}

/** A text after the call; `{interaction}` in it lets a page of the tenant's know which call was meant. */
export async function askSurvey(doing: Doing, { language }: ActOf<'askSurvey'>): Promise<ActOutcome> {
  const { deps, stored } = doing;
  const { tenantId, interactionId } = stored.interaction.facts;
  const { config } = await deps.configs.live(tenantId);
  const from = config.conversation.surveyFrom;
  const words = noticeOf(config, 'callSurvey', language);
  const to = customerOnLine(stored.interaction);
  // A telephone on a desk takes no texts, and a withheld number none either.
  if (from === null || words === null || deps.numbers.facts(to)?.type !== 'mobile') return DONE;
  const text = words.replaceAll('{interaction}', interactionId);
  const sent = await textTo(doing, { from, to, text });
  return sent?.kind === 'failed' && sent.retryable ? { kind: 'later', why: 'the survey could not be sent' } : DONE;
}

async function textTo(doing: Doing, { from, to, text }: { from: string; to: string; text: string }) {
  const { deps, stored } = doing;
  const { tenantId, interactionId } = stored.interaction.facts;
  const { config } = await deps.configs.live(tenantId);
  const country = deps.numbers.facts(to)?.country ?? null;
  const ourAddress = chooseSender(config, from, { number: to, country });
  if (ourAddress === undefined) return undefined;
  const result = await sendGuarded(deps, {
    tenantId,
    channel: 'sms',
    purpose: 'reply',
    message: {
      key: keyOf(doing),
      ourAddress,
      customerAddress: to,
      externalRef: '',
      authorName: config.tenant.name,
      text,
      html: null,
      attachments: [],
      replyTo: null,
      automatic: true,
    },
  });
  if (result.kind === 'failed') deps.log.warn('text not sent', { interactionId, code: result.code });
  return result;
}

async function transfer(doing: Doing, { turn, to, headers: wanted = [] }: Task<'transfer'>): Promise<ActOutcome> {
  const { deps, stored } = doing;
  const { facts } = stored.interaction;
  const failed = () => stepFlow(deps, facts, { kind: 'transferFailed', turn });
  const permission = await transferAllowed(deps, facts.tenantId, to);
  if (permission.kind === 'refused') {
    deps.log.warn('transfer refused', { interactionId: facts.interactionId, code: permission.code });
    return { kind: 'done', next: failed };
  }
  const headers = headersToSend(deps, facts.interactionId, wanted);
  const target = { to, callerId: await callerIdOf(deps, facts), headers };
  return onCall(doing, { kind: 'transfer', turn }, (step) => deps.voice.transfer(step, target), null, failed);
}
