import { textWithFiles } from '../core/files/file-words';
import { meetingOf } from '../core/interaction/decide-meeting';
import type { Interaction, MessageChannelKind } from '../core/interaction/state';
import { never } from '../core/lib/never';
import type { SendResult } from '../ports/channels';
import type { SeenInteraction } from '../ports/interaction-store';
import type { Delivery, Direction, Message } from '../ports/message-store';
import { agentInCharge } from './lib/agent-in-charge';
import { tellUnsent } from './agents/tell-unsent';
import { changeInteraction } from './lib/change-interaction';
import type { Deps } from './lib/deps';
import { botCarriesAll } from './lib/bot-load';
import { deskAddress } from './lib/desk-address';
import { lookAgainAt } from './lib/look-again';
import { pause } from './lib/pause';
import { sendToCustomer } from './send-to-customer';
import { takeMissed } from './inbound/take-missed';

/** How long a handler that waits for the message before its own looks again; real time, for it is another handler's work. */
const LOOK_AGAIN_MS = 40;
const LOOKS = 50;
/** Whoever stored a message has this long to relay it; longer than a provider's time-out. */
export const RELAY_CLAIM_MS = 20_000;
/** A sink that takes nothing for a while is asked again after this. */
export const THROTTLED_MS = 10_000;

/** Of a conversation that is over. Who chats looks at the page for some minutes more; a text is read when it comes; a mail may be late. */
const TRIED_FOR_MS: Readonly<Record<MessageChannelKind, number>> = {
  chat: 15 * 60_000,
  sms: 60 * 60_000,
  email: 24 * 60 * 60_000,
};

/** How a caller came to hold a message: one that nobody held before, nobody can have delivered. */
export type Held = 'new' | 'takenOver';

/**
 * Not relayed, but on record: whoever comes next does it. `throttled`: its sink takes nothing for a while. `behind`: nor
 * did it take one before, which is to be asked again with all behind it.
 */
export type NotYet = 'left' | 'throttled' | 'behind';

/**
 * Relays a message that this caller holds the claim of, behind every earlier one of its direction: handlers run side
 * by side, customers and agents read in order. One whose relayer died is taken over first.
 */
export async function relayInOrder(
  deps: Deps,
  stored: SeenInteraction,
  message: Message,
  held: Held,
): Promise<Delivery | NotYet> {
  for (let look = 0; look < LOOKS; look += 1) {
    const before = await deps.messages.previous(message);
    const mayMiss = look === 0 && held === 'new' && message.direction === 'in' && before !== undefined;
    if (mayMiss && (await takeMissed(deps, stored, [before.message, message]))) continue;
    if (before === undefined || before.delivery !== undefined) return relayNow(deps, stored, message, held);
    if (before.message.claimedUntil <= deps.clock.now()) {
      const taken = await claim(deps, before.message);
      const relayed =
        taken === undefined
          ? 'left'
          : await toldOf(deps, stored, taken, await relayInOrder(deps, stored, taken, 'takenOver'));
      if (relayed === 'throttled' || relayed === 'behind') return waitBehind(deps, message);
    } else {
      await pause(LOOK_AGAIN_MS);
    }
  }
  // The one before is still under way after two seconds: the sweep relays this one behind it.
  return 'left';
}

/**
 * Relays, in order, everything of a direction that waits: at an accept, after a crash, by the sweep. `left`: something
 * did not get through, or is in other hands.
 */
export async function relayWaiting(deps: Deps, stored: SeenInteraction): Promise<'done' | 'left' | 'throttled'> {
  const all = await listWaiting(deps, stored);
  const left = new Set<Direction>();
  const throttled = new Set<Direction>();
  for (const { message, delivery } of all) {
    if (delivery !== undefined) continue;
    if (message.direction === 'in' && agentInCharge(stored.interaction) === null) continue;
    const isFree = message.claimedUntil <= deps.clock.now();
    if (throttled.has(message.direction)) {
      // The sweep finds each claim once: whoever dies when the one before has gone must not hide this one from it.
      if (isFree) await letGo(deps, message);
      continue;
    }
    const taken = isFree ? await claim(deps, message) : undefined;
    // All before it are relayed, but for those that were left: nobody need look for them again.
    const relay = left.has(message.direction) ? relayInOrder : relayNow;
    const held = message.claimedUntil === 0 ? 'new' : 'takenOver';
    const relayed =
      taken === undefined ? 'left' : await toldOf(deps, stored, taken, await relay(deps, stored, taken, held));
    if (relayed === 'throttled' || relayed === 'behind') throttled.add(message.direction);
    if (isNotYet(relayed)) left.add(message.direction);
  }
  if (throttled.size > 0) return 'throttled';
  return left.size === 0 ? 'done' : 'left';
}

/** With what is missing between the words of the customer whom an agent reads from now on. */
async function listWaiting(deps: Deps, stored: SeenInteraction): ReturnType<Deps['messages']['list']> {
  const { facts } = stored.interaction;
  const all = await deps.messages.list(facts);
  const heard = all.filter(({ message }) => message.direction === 'in');
  const isRead = heard.every(({ delivery }) => delivery !== undefined) || agentInCharge(stored.interaction) === null;
  const known = heard.map(({ message }) => message);
  return !isRead && (await takeMissed(deps, stored, known)) ? deps.messages.list(facts) : all;
}

/** Whether a message is still to be relayed. */
export const isNotYet = (relayed: Delivery | NotYet): relayed is NotYet =>
  relayed === 'left' || relayed === 'throttled' || relayed === 'behind';

/**
 * What this caller could not relay is done by whoever comes next; one word is enough for all that waits. A sink that
 * refused is not asked again before it may have room: the orchestration looks then, and if it was not told, the sweep does.
 */
export async function relayLater(deps: Deps, { interaction }: SeenInteraction, why: NotYet): Promise<void> {
  const at = deps.clock.now();
  switch (why) {
    case 'throttled':
      await lookAgainAt(deps, interaction, at + THROTTLED_MS);
      return;
    case 'behind':
      return;
    case 'left':
      await changeInteraction(deps, interaction.facts, ({ openActs }) =>
        openActs.some(({ act }) => act.kind === 'relayWaiting') ? null : { type: 'relayLater', at },
      );
      return;
    default:
      never(why);
  }
}

/** Who wrote it was answered that it would go: where it does not, they are told. */
async function toldOf(
  deps: Deps,
  stored: SeenInteraction,
  message: Message,
  relayed: Delivery | NotYet,
): Promise<Delivery | NotYet> {
  if (!isNotYet(relayed) && relayed.status === 'failed' && message.direction === 'out')
    await tellUnsent(deps, stored, message, relayed.code);
  return relayed;
}

async function waitBehind(deps: Deps, message: Message): Promise<'behind'> {
  await letGo(deps, message);
  return 'behind';
}

/** It was surely not sent: whoever comes when there is room need not wait for the claim to run out. */
async function letGo(deps: Deps, message: Message): Promise<void> {
  await deps.messages.claim(message, deps.clock.now());
}

/** The message, this caller's to relay now; undefined where somebody else was quicker. */
async function claim(deps: Deps, message: Message): Promise<Message | undefined> {
  const outcome = await deps.messages.claim(message, deps.clock.now() + RELAY_CLAIM_MS);
  return outcome.kind === 'claimed' ? outcome.message : undefined;
}

/** Relays a message that this caller holds the claim of, and that has none before it that waits. */
export async function relayNow(
  deps: Deps,
  stored: SeenInteraction,
  message: Message,
  held: Held,
): Promise<Delivery | NotYet> {
  const known = held === 'new' ? undefined : await deps.messages.delivery(message.ref, message.key);
  if (known !== undefined) return known;
  const result =
    message.direction === 'out'
      ? await sendToCustomer(deps, stored, message)
      : await showToAgent(deps, stored, message);
  if (result === 'nobody') return 'left';
  if (result.kind === 'failed' && result.retryable && !isTooLate(deps, stored, message)) {
    deps.log.warn('message to be repeated', { interactionId: message.ref.interactionId, code: result.code });
    if (result.code !== 'throttled') return 'left';
    await letGo(deps, message);
    return 'throttled';
  }
  const at = deps.clock.now();
  const delivery: Delivery =
    result.kind === 'sent'
      ? { status: 'sent', providerId: result.providerId, at }
      : { status: 'failed', code: result.code, at };
  if (result.kind === 'sent') await restAnswered(deps, stored, message);
  await deps.messages.recordDelivery(message, delivery);
  return delivery;
}

/** While somebody talks with the customer they see that it has not gone; after that it is news only for so long. */
function isTooLate({ clock }: Deps, { interaction }: SeenInteraction, { direction, sentAt }: Message): boolean {
  const { channel } = interaction.facts;
  if (direction === 'in' || channel === 'voice' || agentInCharge(interaction) !== null) return false;
  return clock.now() - sentAt > TRIED_FOR_MS[channel];
}

/**
 * A mail that is answered waits for its customer without holding the agent, unless they meet: days may pass. It does so before it is written
 * down that the answer went out: after a crash whoever finds that undone does both.
 */
async function restAnswered(deps: Deps, { interaction }: SeenInteraction, message: Message): Promise<void> {
  const { facts } = interaction;
  const agentId = agentInCharge(interaction);
  if (facts.channel !== 'email' || message.author.kind !== 'agent' || message.author.id !== agentId) return;
  const written = (await deps.messages.list(facts)).filter((one) => one.message.author.kind !== 'system');
  // The customer has written again: that is not answered yet.
  if (written.at(-1)?.message.key !== message.key) return;
  await changeInteraction(deps, facts, (now) =>
    meetingOf(now.interaction) === undefined ? { type: 'park', at: deps.clock.now(), agentId } : null,
  );
}

/**
 * The name over a message as agents see it. Anybody may write into a mail's thread under any name: who is not its customer
 * is shown with the address.
 */
export function shownName({ facts }: Interaction, { author: { id, name } }: Message): string {
  if (name === null) return id === facts.customerAddress ? (facts.customerName ?? id) : id;
  return facts.channel === 'email' && id !== facts.customerAddress ? `${name} <${id}>` : name;
}

/** What stands at the desk of its agent by the stream and the snapshot; the bot need not say it. */
const AT_THE_DESK = 'desk';

async function showToAgent(deps: Deps, stored: SeenInteraction, message: Message): Promise<SendResult | 'nobody'> {
  const agentId = agentInCharge(stored.interaction);
  if (agentId === null) return 'nobody';
  const { tenantId, interactionId } = message.ref;
  if (!(await botCarriesAll(deps, tenantId))) return { kind: 'sent', providerId: AT_THE_DESK };
  const address = await deskAddress(deps, tenantId, agentId);
  if (address === undefined) return 'nobody';
  const from = shownName(stored.interaction, message);
  const text = textWithFiles(message.text, message.attachments);
  const shown = await deps.desk.showMessage(address, { key: message.key, interactionId, from, text });
  switch (shown.kind) {
    case 'shown':
      return { kind: 'sent', providerId: shown.ref };
    case 'throttled':
      return { kind: 'failed', code: 'throttled', retryable: true };
    case 'unreachable':
      return { kind: 'failed', code: 'unreachable', retryable: true };
    case 'failed':
      // One that Teams will never take must not keep back those behind it.
      return { kind: 'failed', code: shown.retryable ? 'unknownOutcome' : 'rejected', retryable: shown.retryable };
    default:
      return never(shown);
  }
}
