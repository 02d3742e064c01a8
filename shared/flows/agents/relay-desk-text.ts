import { interactionIdOf, type AgentId, type TenantId } from '../../core/lib/ids';
import { splitText } from '../../core/lib/split-text';
import { textWithFiles } from '../../core/files/file-words';
import type { DeskFile, Quoted } from '../../ports/agent-desk';
import type { SeenInteraction } from '../../ports/interaction-store';
import type { Delivery, Message } from '../../ports/message-store';
import type { Deps } from '../lib/deps';
import { FlowError, mayPass } from '../lib/flow-error';
import { seeInteraction } from '../lib/load-where';
import { lookTwice, type Freshness } from '../lib/look-twice';
import { tellAgent } from '../lib/tell-agent';
import { agentInCharge } from '../lib/agent-in-charge';
import { shownName } from '../relay-messages';
import { agentWork } from './agent-work';
import { notThrough } from './not-through';
import { replyIn } from './reply';
import { keepDeskFiles, sendDeskFiles } from './send-desk-files';

/** What an agent wrote into their chat with our bot. */
export interface DeskText {
  readonly tenantId: TenantId;
  readonly agentId: AgentId;
  /** Empty where there are files alone. */
  readonly text: string;
  readonly files: readonly DeskFile[];
  readonly sourceId: string;
  readonly sentAt: number;
  readonly inReplyTo: Quoted | null;
}

/**
 * Sends it to the customer that it is meant for: the one whose message is quoted, or the only one. Where that is not
 * clear it goes to nobody and the agent is told: a text to the wrong customer cannot be taken back.
 */
export async function relayDeskText(deps: Deps, desk: DeskText): Promise<void> {
  const { mine, meant } = await meantBy(deps, desk);
  if (meant === undefined) return tellAgent(deps, desk, null, whyNot(mine, desk.inReplyTo));
  const { facts } = meant.interaction;
  try {
    const unsent = await (facts.channel === 'email' ? sendMail : sendTexts)(deps, meant, desk);
    if (unsent.length > 0) await tellAgent(deps, desk, facts.interactionId, unsent.join('\n'));
  } catch (error) {
    if (!(error instanceof FlowError) || mayPass(error)) throw error;
    await tellAgent(deps, desk, facts.interactionId, error.message);
  }
}

interface Meant {
  readonly mine: readonly SeenInteraction[];
  readonly meant: SeenInteraction | undefined;
}

/** That it is for nobody is said by what stands: Teams does not bring it again, and another process may have seen the accept. */
const meantBy = (deps: Deps, desk: DeskText): Promise<Meant> =>
  lookTwice(
    async (how) => {
      const mine = await written(deps, desk, how);
      return { mine, meant: desk.inReplyTo === null ? onlyOne(mine) : await quoted(deps, mine, desk.inReplyTo) };
    },
    ({ meant }) => meant !== undefined,
  );

async function sendTexts(deps: Deps, meant: SeenInteraction, desk: DeskText): Promise<readonly string[]> {
  const isThrough = desk.text === '' || (await replyInParts(deps, meant, desk, []));
  return isThrough ? sendDeskFiles(deps, meant, desk) : [];
}

/** One mail with all its files: an answer parks it, and what came behind would be nobody's. */
async function sendMail(deps: Deps, meant: SeenInteraction, desk: DeskText): Promise<readonly string[]> {
  const { kept, unsent } = await keepDeskFiles(deps, meant, desk);
  const text = desk.text === '' ? kept.map(({ name }) => name).join('\n') : desk.text;
  const fileIds = kept.map(({ fileId }) => fileId);
  if (text !== '') await replyInParts(deps, meant, { ...desk, text }, fileIds);
  return unsent;
}

/**
 * Teams takes longer texts than the channels behind it: what one message cannot carry goes as several, in their order. False, and the
 * agent knows, when one did not get through: the rest alone would make no sense.
 */
async function replyInParts(
  deps: Deps,
  meant: SeenInteraction,
  desk: DeskText,
  fileIds: readonly string[],
): Promise<boolean> {
  const { channel, interactionId } = meant.interaction.facts;
  const { agentId, sentAt } = desk;
  for (const [n, text] of splitText(channel, desk.text).entries()) {
    const sourceId = n === 0 ? desk.sourceId : `${desk.sourceId}/${n + 1}`;
    const files = n === 0 ? fileIds : [];
    const { delivery } = await replyIn(deps, meant, { agentId, text, fileIds: files, sourceId, sentAt: sentAt + n });
    if (delivery === 'left' || delivery.status !== 'failed') continue;
    await tellAgent(deps, desk, interactionId, notThrough(delivery.code));
    return false;
  }
  return true;
}

/** The written conversations that this agent is in charge of. */
export async function written(
  deps: Deps,
  { tenantId, agentId }: Pick<DeskText, 'tenantId' | 'agentId'>,
  how: Freshness,
): Promise<readonly SeenInteraction[]> {
  const { assignments } = await agentWork(deps, tenantId, agentId, how);
  const all = await Promise.all(
    assignments.map(({ interactionId }) =>
      seeInteraction(deps, { tenantId, interactionId: interactionIdOf(interactionId) }, how),
    ),
  );
  return all.filter(
    (one): one is SeenInteraction =>
      one !== undefined && one.interaction.facts.channel !== 'voice' && agentInCharge(one.interaction) === agentId,
  );
}

const onlyOne = (mine: readonly SeenInteraction[]): SeenInteraction | undefined =>
  mine.length === 1 ? mine[0] : undefined;

async function quoted(
  deps: Deps,
  mine: readonly SeenInteraction[],
  inReplyTo: Quoted,
): Promise<SeenInteraction | undefined> {
  const { ref } = inReplyTo;
  const alike: { readonly seen: SeenInteraction; readonly unrecorded: readonly Message[] }[] = [];
  for (const seen of mine) {
    const { facts } = seen.interaction;
    const stored = await deps.interactions.load(facts);
    if (Object.values(stored?.refs ?? {}).includes(ref)) return seen;
    const messages = await deps.messages.list(facts);
    if (messages.some(({ delivery }) => isShownAs(delivery, ref))) return seen;
    const likely = messages.filter(({ message }) => mayBe(deps, seen, message, inReplyTo));
    const unrecorded = likely.flatMap(({ message, delivery }) => (delivery === undefined ? [message] : []));
    if (likely.length > 0) alike.push({ seen, unrecorded });
  }
  const [only, ...others] = alike;
  if (only === undefined || others.length > 0) return undefined;
  await recordShown(deps, only.unrecorded, ref);
  return only.seen;
}

const isShownAs = (delivery: Delivery | undefined, ref: string): boolean =>
  delivery !== undefined && delivery.status !== 'failed' && delivery.providerId === ref;

/**
 * A process may have died between showing a message and writing down under which name the desk shows it. Then it is told
 * by what it says. What was shown before the conversation began belongs to another, whoever said the same in it.
 */
const mayBe = (deps: Deps, { interaction }: SeenInteraction, message: Message, { preview, shownAt }: Quoted): boolean =>
  message.direction === 'in' &&
  shownAt !== null &&
  shownAt >= interaction.facts.openedAt &&
  deps.desk.isPreviewOf(preview, {
    from: shownName(interaction, message),
    text: textWithFiles(message.text, message.attachments),
  });

/** The quotation proves that it was shown: nobody need show it again. */
async function recordShown(deps: Deps, [first, ...others]: readonly Message[], ref: string): Promise<void> {
  if (first === undefined || others.length > 0) return;
  const delivery: Delivery = { status: 'sent', providerId: ref, at: deps.clock.now() };
  await deps.messages.recordDelivery(first, delivery);
}

function whyNot(mine: readonly SeenInteraction[], inReplyTo: Quoted | null): string {
  if (mine.length === 0) return 'Nobody is waiting for a text of yours: this was sent to no one.';
  if (inReplyTo !== null) return 'That conversation is over: this was sent to no one.';
  const names = mine.map(({ interaction: { facts } }) => facts.customerName ?? facts.customerAddress);
  return `Whom do you mean: ${names.join(', ')}? Reply to a message of theirs; this was sent to no one.`;
}
