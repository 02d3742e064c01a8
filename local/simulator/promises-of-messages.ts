import type { LocalAzure } from '../azure';
import { grouped, idOf, type Evidence, type Promised } from './promised';
import type { Snapshot, StoredMessage } from './stored';

/** What people on both sides really got. */
export async function messagePromises(azure: LocalAzure, evidence: Evidence): Promise<readonly Promised[]> {
  const { messages, snapshots } = evidence;
  const byInteraction = grouped(messages, ({ pk }) => pk);
  const relayed = relayedInTeams(azure);
  const inbound = messages.filter(({ direction }) => direction === 'in');
  return [
    {
      name: 'Every customer message reaches its agent once, in order',
      checked: inbound.length,
      broken: snapshots.flatMap((one) => relayOf(one, byInteraction.get(one.pk) ?? [], relayed, evidence.now)),
    },
    {
      name: 'Every message from outside is kept once',
      checked: inbound.length,
      broken: [...twice(inbound), ...lost(azure, inbound, evidence.now)],
    },
    {
      name: 'Every answer reaches the customer once',
      checked: messages.length - inbound.length,
      broken: snapshots.flatMap((one) => answersOf(azure, one)),
    },
  ];
}

interface Relayed {
  readonly key: string;
  readonly agent: string;
  readonly sequence: number;
}

/** Posts of the bot by the interaction that they name. */
function relayedInTeams({ cloud, organisation }: LocalAzure): ReadonlyMap<string, readonly Relayed[]> {
  const posts = organisation.agents.flatMap(({ objectId, agentId }) =>
    cloud.teams.agents.transcript(objectId).flatMap(({ kind, content, sequence }) => {
      const { channelData } = (content ?? {}) as {
        readonly channelData?: { readonly switchboardMessageId?: string; readonly switchboardInteractionId?: string };
      };
      const { switchboardMessageId: key, switchboardInteractionId: interactionId } = channelData ?? {};
      if (kind !== 'posted' || key === undefined || interactionId === undefined) return [];
      return [{ interactionId, key, agent: agentId, sequence }];
    }),
  );
  return grouped(posts, ({ interactionId }) => interactionId);
}

/** What an agent who talks with somebody has not got after this long is lost. */
const GRACE_MS = 15_000;

function relayOf(
  snapshot: Snapshot,
  messages: readonly StoredMessage[],
  relayed: ReadonlyMap<string, readonly Relayed[]>,
  now: number,
): string[] {
  const id = idOf(snapshot);
  const keys = messages.filter(({ direction }) => direction === 'in').map((message) => message.id);
  const posts = (relayed.get(id) ?? []).filter(({ key }) => keys.includes(key));
  const broken = [...grouped(posts, ({ agent }) => agent)].flatMap(([agent, own]) => {
    const got = [...own].sort((a, b) => a.sequence - b.sequence).map(({ key }) => key);
    const isOrdered = got.every((key, index) => index === 0 || instantOf(got[index - 1] ?? '') <= instantOf(key));
    return [
      ...got.filter((key, index) => got.indexOf(key) !== index).map((key) => `${agent} got ${key} of ${id} twice`),
      ...(isOrdered ? [] : [`${agent} got the messages of ${id} out of order`]),
    ];
  });
  const { phase } = snapshot.interaction;
  if (phase.name !== 'active') return broken;
  const late = keys.filter((key) => now - instantOf(key) > GRACE_MS && !posts.some((post) => post.key === key));
  return [...broken, ...late.map((key) => `${key} of ${id} was not relayed`)];
}

/** The id of a message begins with its direction and the instant of sending. */
const instantOf = (key: string): number => Number(key.split(':')[1]);

function twice(inbound: readonly StoredMessage[]): string[] {
  return [...grouped(inbound, ({ sourceId }) => sourceId)]
    .filter(([, same]) => same.length > 1)
    .map(([sourceId, same]) => `${sourceId} is kept ${same.length} times`);
}

/** Events of texts and chats that were taken long enough ago. */
function lost({ cloud }: LocalAzure, inbound: readonly StoredMessage[], now: number): string[] {
  const kept = new Set(inbound.map(({ sourceId }) => sourceId));
  return cloud.eventGrid.recent(EVENTS).flatMap(({ event, publishedAt, deliveries }) => {
    if (!event.type.endsWith('SMSReceived') || now - publishedAt < GRACE_MS) return [];
    const { messageId, message } = event.data as { readonly messageId: string; readonly message: string };
    const isTaken = deliveries.every(({ state }) => state.kind === 'delivered');
    return isTaken && !kept.has(messageId) && !KEYWORD.test(message) ? [`the text ${messageId} is not kept`] : [];
  });
}

const EVENTS = 400;
/** Words that the carrier or the product obeys; they belong to no conversation. */
const KEYWORD = /^\s*(stop|stopall|unsubscribe|cancel|end|quit|start|unstop|help|info)\s*$/i;

/** Our messages in a chat carry their key: one key, one message. */
function answersOf({ cloud }: LocalAzure, { interaction }: Snapshot): string[] {
  const { channel, externalRef, interactionId } = interaction.facts;
  if (channel !== 'chat') return [];
  const keys = cloud.communication.chats.messages(externalRef).flatMap(({ metadata }) => Object.values(metadata));
  return keys
    .filter((key, index) => keys.indexOf(key) !== index)
    .map((key) => `the customer of ${interactionId} got ${key} twice`);
}
