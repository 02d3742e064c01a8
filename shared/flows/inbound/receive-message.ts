import type { Facts, MessageChannelKind } from '../../core/interaction/state';
import { visitIdOf, type InteractionRef } from '../../core/lib/ids';
import { isBareThanks } from '../../core/outbound-guard/classify-text';
import type { InboxKey } from '../../ports/inbox';
import type { SeenInteraction } from '../../ports/interaction-store';
import type { Attachment, Message, NewMessage } from '../../ports/message-store';
import { changeInteraction, openInteraction } from '../lib/change-interaction';
import { claimLine } from '../lib/claim-line';
import type { Deps } from '../lib/deps';
import { entryPointOf } from '../lib/entry-point';
import { FlowError } from '../lib/flow-error';
import { isOverForCustomer, leaveLine } from '../lib/leave-line';
import { lineOf } from '../lib/line-of';
import { agentInCharge } from '../lib/agent-in-charge';
import { isNotYet, RELAY_CLAIM_MS, relayInOrder, relayLater } from '../relay-messages';
import { isRelayed, takeOver } from './take-over';
import { heardRef, stepFlow, walk } from '../walk-flow';
import { resumeVisit } from '../resume-visit';
import type { Received } from './received';
import type { AddressOwner } from '../../ports/directory';

/** A text from a customer, whatever carried it. */
export interface InboundMessage {
  readonly channel: MessageChannelKind;
  readonly owner: AddressOwner;
  readonly ourAddress: string;
  readonly customerAddress: string;
  readonly customerName: string | null;
  /** The thread, for chat and mail; the customer's number for SMS. */
  readonly externalRef: string;
  /** The carrier's id: the same in every repeat. */
  readonly sourceId: string;
  readonly sentAt: number;
  readonly text: string;
  readonly html: string | null;
  readonly attachments: readonly Attachment[];
  readonly replyTo: string | null;
}

const LOOKS = 3;

/** Stores a customer's message once, in the interaction it belongs to, and does what it leads to: relay, menu, resume. */
export async function receiveMessage(deps: Deps, message: InboundMessage, look = 1): Promise<Received> {
  const { entryPoint, version } = await entryPointOf(deps, message.owner, message);
  if (entryPoint === undefined) return { kind: 'notOurs' };
  const { tenantId } = message.owner;
  const line = lineOf({ ...message, tenantId });
  const isRepeat = (interactionId: InteractionRef['interactionId']) =>
    deps.messages.has({ tenantId, interactionId }, 'in', message.sentAt, message.sourceId);
  const thanked = await closedThatIsThanked(deps, line, message);
  if (thanked !== undefined) return storeOnly(deps, { tenantId, interactionId: thanked }, message);
  const claim = await claimLine(deps, line, { sentAt: message.sentAt, isRepeat });
  const ref = { tenantId, interactionId: claim.interactionId };
  if (claim.kind === 'repeated') return { kind: 'repeated', ref };
  const facts: Facts = {
    ...ref,
    channel: message.channel,
    customerAddress: message.customerAddress,
    customerName: message.customerName,
    ourAddress: message.ourAddress,
    externalRef: message.externalRef,
    flowId: entryPoint.flowId,
    configVersion: version,
    openedAt: deps.clock.now(),
    continues: claim.continues && { interactionId: claim.continues.interactionId, agentId: claim.continues.agentId },
  };
  const seen = claim.kind === 'joined' ? claim.seen : null;
  const stored = seen ?? (await deps.interactions.glance(ref)) ?? (await open(deps, facts, message));
  if (stored === 'opened') return { kind: claim.kind, ref };
  if (isOverForCustomer(stored.interaction)) {
    if (look === LOOKS) throw new FlowError('contended', 'The interaction closed while its message came in.');
    // Its agent still writes notes, or whoever closed it has not come to that yet: nobody would answer it here.
    await leaveLine(deps, stored.interaction);
    return receiveMessage(deps, message, look + 1);
  }
  return take(deps, stored, message, claim.kind);
}

/** A customer who only thanks, soon after the end, wants no answer: it is kept with what it thanks for (design §5). */
async function closedThatIsThanked(
  deps: Deps,
  line: InboxKey,
  { owner, sentAt, text }: InboundMessage,
): Promise<InteractionRef['interactionId'] | undefined> {
  if (!isBareThanks(text)) return undefined;
  const head = await deps.inbox.head(line);
  const last = head?.recent[0];
  if (head?.open || last === undefined) return undefined;
  const { config } = await deps.configs.live(owner.tenantId);
  return sentAt - last.closedAt < config.conversation.thanksOnlyStoredForMs ? last.interactionId : undefined;
}

async function storeOnly(deps: Deps, ref: InteractionRef, message: InboundMessage): Promise<Received> {
  const { kind } = await deps.messages.append(newMessage(ref, message, 0));
  return { kind: kind === 'repeated' ? 'repeated' : 'onlyStored', ref };
}

/** A flow begins with what the customer wrote; headers are of calls. */
function started({ channel, customerAddress, ourAddress }: Facts, language: string | null, firstText: string) {
  const known = { customer: customerAddress, ours: ourAddress };
  return { kind: 'started', channel, language, firstText, known, headers: [] } as const;
}

/**
 * Opens it with the first step of its flow, once the message is stored that the step answers. This is repeated for one that
 * is named but was never opened: its first handler died in between. Answers it as it is if another was faster.
 */
async function open(deps: Deps, facts: Facts, message: InboundMessage): Promise<SeenInteraction | 'opened'> {
  const { message: first } = await deps.messages.append(newMessage(facts, message, 0));
  const input = started(facts, message.owner.customer?.language ?? null, message.text);
  const commandFor = (await walk(deps, facts, input)) ?? (() => null);
  const command = { type: 'open', at: facts.openedAt, facts, incomingCallContext: null } as const;
  const refs = { [heardRef(first.key)]: input.kind };
  const opened = await openInteraction(deps, command, { commandFor, refs });
  return opened.kind === 'opened' ? 'opened' : opened.stored;
}

async function take(
  deps: Deps,
  stored: SeenInteraction,
  message: InboundMessage,
  kind: 'opened' | 'joined',
): Promise<Received> {
  const { tenantId, interactionId } = stored.interaction.facts;
  const ref = { tenantId, interactionId };
  const hasAgent = agentInCharge(stored.interaction) !== null;
  const claimedUntil = hasAgent ? deps.clock.now() + RELAY_CLAIM_MS : 0;
  const appended = await deps.messages.append(newMessage(ref, message, claimedUntil));
  const repeated = appended.kind === 'repeated';
  // An agent may have accepted between the look and the write: then nobody else relays this message. A read after one's own write is
  // not behind it, and the two are of one partition: either this sees the accept, or the accept's look at what waits sees the message.
  const now = hasAgent ? stored : ((await deps.interactions.glance(ref)) ?? stored);
  const language = message.owner.customer?.language ?? null;
  await react(deps, now, { text: message.text, language, repeated, message: appended.message });
  return { kind: repeated ? 'repeated' : kind, ref };
}

const newMessage = (ref: InteractionRef, message: InboundMessage, claimedUntil: number): NewMessage => ({
  ref,
  direction: 'in',
  sourceId: message.sourceId,
  author: { kind: 'customer', id: message.customerAddress, name: message.customerName },
  text: message.text,
  html: message.html,
  attachments: message.attachments,
  sentAt: message.sentAt,
  claimedUntil,
  replyTo: message.replyTo,
});

interface Taken {
  readonly text: string;
  readonly language: string | null;
  readonly repeated: boolean;
  readonly message: Message;
}

async function resume(deps: Deps, facts: Facts): Promise<void> {
  const { config } = await deps.configs.live(facts.tenantId);
  const { backToLastAgentForMs } = config.conversation;
  const visitId = visitIdOf(deps.ids.next());
  await changeInteraction(deps, facts, ({ interaction }) =>
    resumeVisit(interaction, visitId, deps.clock.now(), backToLastAgentForMs),
  );
}

/** A repeat finishes what its first delivery may have left undone: every step here knows what is done. */
async function react(deps: Deps, stored: SeenInteraction, taken: Taken): Promise<void> {
  const { facts, phase } = stored.interaction;
  const { text, language, message, repeated } = taken;
  switch (phase.name) {
    case 'arriving': {
      await stepFlow(deps, facts, started(facts, language, text), { messageKey: message.key });
      return;
    }
    case 'selfService':
      await stepFlow(deps, facts, { kind: 'text', text }, { messageKey: message.key });
      return;
    case 'parked':
      // A repeat of what the agent has seen is no new word: every mail comes again with the sweep.
      if (repeated && (await isRelayed(deps, message))) return;
      await resume(deps, facts);
      return;
    case 'active':
      await relayNew(deps, stored, taken);
      return;
    case 'queued':
    case 'alerting':
    case 'connecting':
    case 'handedOn':
    case 'ended':
    case 'closed':
      return;
  }
}

/** Only who holds the claim relays: two deliveries of one event would show it twice. What did not get through is on record. */
async function relayNew(deps: Deps, stored: SeenInteraction, { message, repeated }: Taken): Promise<void> {
  const isNew = !repeated && message.claimedUntil > 0;
  const mine = isNew ? message : await takeOver(deps, message);
  if (mine === 'delivered') return;
  if (mine === 'taken') throw new FlowError('unavailable', 'The message is not with the agent yet.');
  const relayed = await relayInOrder(deps, stored, mine, isNew ? 'new' : 'takenOver');
  if (!isNotYet(relayed)) return;
  // Whoever brought it need not bring it again: refused often, Event Grid would hold back the events of everybody.
  await relayLater(deps, stored, relayed);
}
