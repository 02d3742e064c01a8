import type { AgentActor } from '../../journeys/support/agent';
import type { CrashStage } from './crash-stage';
import { unnamed, type Arrived } from './seen';

interface Button {
  readonly verb?: string;
}

interface CardElement {
  readonly inlines?: readonly { readonly text: string }[];
}

/** A message in the chat of an agent with the bot. */
export interface Shown {
  readonly activityId: string;
  readonly author: 'bot' | 'agent';
  readonly sending: 'sending' | 'sent' | 'failed' | null;
  readonly text: string | null;
  readonly card: { readonly body?: readonly CardElement[]; readonly actions?: readonly Button[] } | null;
  readonly channelData: { readonly switchboardMessageId?: string; readonly switchboardInteractionId?: string } | null;
}

export const shownTo = async (agent: AgentActor): Promise<readonly Shown[]> =>
  (await agent.chat()) as unknown as Shown[];

export const hasButton = ({ card }: Shown, verb: string): boolean =>
  card?.actions?.some((action) => action.verb === verb) ?? false;

const isAbout = (one: Shown, name: string): boolean => JSON.stringify(one.card ?? one.text).includes(name);

const interactionOf = ({ channelData }: Shown): string | undefined => channelData?.switchboardInteractionId;

/** Everything of the bot about a customer: messages, notices, cards. */
export async function shownAbout(agent: AgentActor, name: string): Promise<readonly Shown[]> {
  const shown = (await shownTo(agent)).filter(({ author }) => author === 'bot');
  const theirs = new Set(shown.filter((one) => isAbout(one, name)).map(interactionOf));
  return shown.filter((one) => interactionOf(one) !== undefined && theirs.has(interactionOf(one)));
}

/** The first line of a card says what it is about, or how it ended. */
const headlineOf = (body: readonly CardElement[] = []): string => body[0]?.inlines?.[0]?.text ?? '';

const wordsOf = ({ text, card }: Shown): string => text ?? `card: ${headlineOf(card?.body)}`;

/** A card that was shown twice stands as its newest does. */
export function arrivedAt(shown: readonly Shown[], name: string): readonly Arrived[] {
  const words = new Map(shown.map((one) => [one.channelData?.switchboardMessageId, unnamed(wordsOf(one), name)]));
  return shown.map(({ channelData }) => {
    const key = channelData?.switchboardMessageId ?? null;
    return { key, text: words.get(key ?? undefined) ?? '' };
  });
}

/** Presses the button on the newest card about a customer that has it; false when none has. */
export async function pressAbout(stage: CrashStage, agent: AgentActor, name: string, verb: string): Promise<boolean> {
  const card = (await shownAbout(agent, name)).filter((one) => hasButton(one, verb)).at(-1);
  if (card === undefined) return false;
  const press = `/_local/agents/${agent.id}/chat/messages/${card.activityId}/press`;
  await stage.attempt(() => stage.simulator.post(press, { verb }));
  return true;
}

interface Held {
  readonly interactionId: string;
  readonly customerName: string | null;
  readonly customerAddress: string;
}

/** The interaction with a customer that an agent has in hand. */
export async function heldBy(agent: AgentActor, name: string): Promise<Held | undefined> {
  const held = (await agent.interactions()) as unknown as readonly Held[];
  return held.find(({ customerName, customerAddress }) => customerName === name || customerAddress === name);
}

/** The desk shows it as long as it is not complete; then the agent presses again. */
export async function isCompleted(stage: CrashStage, agent: AgentActor, name: string, code: string): Promise<boolean> {
  const held = await heldBy(agent, name);
  if (held === undefined) return true;
  const path = `agent/interactions/${held.interactionId}/complete`;
  await stage.attempt(() => agent.ask('POST', path, { wrapUpCode: code }));
  return (await heldBy(agent, name)) === undefined;
}
