import { z } from 'zod';
import type { Interaction } from '../../core/interaction/state';
import { agentIdOf, interactionRefOf, type AgentId, type InteractionRef } from '../../core/lib/ids';
import { upcastOf } from '../../core/stored/upcast';

/** What our own stores wrote. Only what is read here is checked; the rest is of their closed types. */
const ref = z.object({ tenantId: z.string(), interactionId: z.string() });
const schema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('snapshot'),
    interaction: z.looseObject({ facts: z.looseObject(ref.shape), seq: z.number() }),
  }),
  z.object({
    kind: z.literal('events'),
    ...ref.shape,
    events: z.array(z.looseObject({ type: z.string(), agentId: z.string().optional() })),
  }),
  z.looseObject({ kind: z.literal('message'), id: z.string(), ref }),
  /** Desks look again. */
  z.object({ kind: z.literal('utterance'), ref }),
  z.looseObject({ kind: z.literal('delivery'), id: z.string(), pk: z.string() }),
]);

type FeedDocument = z.infer<typeof schema>;

/** What the change feed says of one interaction. */
export interface InteractionChange {
  readonly ref: InteractionRef;
  /** The newest snapshot among the documents. */
  readonly interaction: Interaction | null;
  /** Agents whom the events name: the snapshot may know them no more. */
  readonly agents: readonly AgentId[];
  /** Agents who took it. */
  readonly acceptedBy: readonly AgentId[];
  /** Documents of messages that came and of deliveries that changed, as the store wrote them. */
  readonly messages: readonly unknown[];
}

/** The documents of the `interactions` container, gathered by interaction, in the order in which they first came. */
export function interactionChanges(documents: readonly unknown[]): readonly InteractionChange[] {
  const changes = new Map<string, InteractionChange>();
  for (const document of documents) {
    const { data } = schema.safeParse(upcastOf(document));
    if (data === undefined) continue;
    const of = refOf(data);
    const key = JSON.stringify(of);
    changes.set(key, add(changes.get(key) ?? { ref: of, ...NOTHING }, data));
  }
  return [...changes.values()];
}

const NOTHING = { interaction: null, agents: [], acceptedBy: [], messages: [] } as const;

function add(change: InteractionChange, document: FeedDocument): InteractionChange {
  switch (document.kind) {
    case 'snapshot':
      return { ...change, interaction: newer(change.interaction, document.interaction as unknown as Interaction) };
    case 'events':
      return {
        ...change,
        agents: [...change.agents, ...agentsOf(document.events)],
        acceptedBy: [...change.acceptedBy, ...agentsOf(document.events.filter(({ type }) => type === 'accepted'))],
      };
    case 'utterance':
      return change;
    case 'message':
    case 'delivery':
      return { ...change, messages: [...change.messages, document] };
  }
}

const newer = (known: Interaction | null, found: Interaction): Interaction =>
  known !== null && known.seq > found.seq ? known : found;

const agentsOf = (events: readonly { readonly agentId?: string | undefined }[]): readonly AgentId[] =>
  events.flatMap(({ agentId }) => (agentId === undefined ? [] : [agentIdOf(agentId)]));

function refOf(document: FeedDocument): InteractionRef {
  const { tenantId, interactionId } = placeOf(document);
  return interactionRefOf(tenantId, interactionId);
}

function placeOf(document: FeedDocument): z.infer<typeof ref> {
  switch (document.kind) {
    case 'snapshot':
      return document.interaction.facts;
    case 'events':
      return document;
    case 'message':
    case 'utterance':
      return document.ref;
    case 'delivery': {
      const [tenantId = '', interactionId = ''] = document.pk.split('|').map(decodeURIComponent);
      return { tenantId, interactionId };
    }
  }
}
