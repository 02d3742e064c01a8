import type { Simulator } from '../../demo/simulator';
import type { EntriesDocument, Stored } from '../../demo/stored';

const EVENTS_LOOKED_AT = 1_000;

/** By text, when Event Grid had it of the customer. */
export async function saidInstants(simulator: Simulator): Promise<ReadonlyMap<string, number>> {
  const { events } = await simulator.get<{
    events: { publishedAt: number; event: { data: { messageBody?: string } } }[];
  }>(`/_local/events?limit=${EVENTS_LOOKED_AT}`);
  return new Map(
    events.flatMap(({ publishedAt, event }) =>
      event.data.messageBody === undefined ? [] : [[event.data.messageBody, publishedAt] as const],
    ),
  );
}

/** By offer, when the journal has it. */
export async function offerInstants(stored: Stored): Promise<ReadonlyMap<string, number>> {
  const documents = await stored.query<EntriesDocument>('routing', "SELECT * FROM c WHERE c.kind = 'entries'");
  return new Map(
    documents
      .flatMap(({ entries }) => entries)
      .flatMap(({ at, acts }) =>
        acts.flatMap((act) => (act.kind === 'offer' && act.offerId !== undefined ? [[act.offerId, at] as const] : [])),
      ),
  );
}

/** When the connector had a card or a text, and what an agent wrote there. */
export interface ChatInstants {
  readonly cards: ReadonlyMap<string, number>;
  readonly shown: ReadonlyMap<string, number>;
  readonly wrote: ReadonlyMap<string, number>;
}

export async function chatInstants(simulator: Simulator, agents: readonly string[]): Promise<ChatInstants> {
  const [cards, shown, wrote] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()];
  for (const id of agents) {
    const { entries } = await simulator.get<{
      entries: {
        at: number;
        kind: string;
        content: { text?: string; channelData?: { switchboardMessageId?: string } };
      }[];
    }>(`/_local/agents/${id}/transcript`);
    for (const { at, kind, content } of entries) {
      // The name of whoever wrote stands before it.
      const text = content?.text?.replace(/^[^:]*: /, '');
      const key = content?.channelData?.switchboardMessageId;
      if (kind === 'wrote' && text !== undefined) wrote.set(text, at);
      if (kind === 'posted' && text !== undefined) shown.set(text, at);
      if (kind === 'posted' && text === undefined && key !== undefined) cards.set(key, at);
    }
  }
  return { cards, shown, wrote };
}
