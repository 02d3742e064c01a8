import { randomUUID } from 'node:crypto';
import { setTimeout as realTime } from 'node:timers/promises';
import type { Offer } from '../demo/people/agent';
import { createChatter, type Chatter } from '../demo/people/customers';
import { request } from '../demo/simulator';
import type { EntriesDocument } from '../demo/stored';
import type { World } from '../demo/world';
import { figure, quantile, round, timed } from './figure';

const CUSTOMERS_AT_ONCE = 6;
const CHATS = 40;
const WARM_UP = 6;
const LOOK_EVERY_MS = 100;
const REPLY = 'Have you tried to switch it off and on again?';

/**
 * Whole chats on local Azure, whose clock follows real time: a customer asks for support, an agent is offered it, accepts, answers
 * and completes. Customers speak by the Chat SDK, agents by the product's API.
 */
export async function benchChats(world: World): Promise<void> {
  for (const agent of world.agents) await agent.ready();
  const desk = openDesk(world);
  await chats(world, WARM_UP);
  const from = await world.now();
  const tookMs = await timed(() => chats(world, CHATS));
  await desk.close();
  figure('interactions per second, end to end', {
    channel: 'chat',
    clock: 'real',
    customersAtOnce: CUSTOMERS_AT_ONCE,
    interactions: CHATS,
    perSecond: round((CHATS / tookMs) * 1_000, 2),
  });
  await waits(world, from);
}

async function chats(world: World, count: number): Promise<void> {
  let left = count;
  const oneAfterAnother = async () => {
    while (left > 0) {
      left -= 1;
      const customer = await createChatter(world.endpoints, `Customer ${left}`);
      await customer.write('Something is broken');
      await answered(customer);
    }
  };
  await Promise.all(Array.from({ length: CUSTOMERS_AT_ONCE }, oneAfterAnother));
}

const PATIENCE_MS = 60_000;

async function answered(customer: Chatter): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_EVERY_MS) {
    if ((await customer.heard()).includes(REPLY)) return;
    await realTime(LOOK_EVERY_MS);
  }
  throw new Error(`A chat was not answered within ${PATIENCE_MS / 1_000} s.`);
}

/** The agents at their desks: take what is offered, answer it, complete it. */
function openDesk(world: World) {
  const { agents, simulator, endpoints } = world;
  let isOpen = true;
  const serve = async (id: string) => {
    const { token } = await simulator.get<{ token: string }>(`/_local/people/${id}/token`);
    const ask = <T>(method: string, path: string, body?: object) =>
      request<T>(`${endpoints.functions.endpoint}/api/agent/${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    while (isOpen) {
      const { offers } = await ask<{ offers: readonly Offer[] }>('GET', 'offers');
      for (const { offerId, interactionId } of offers) {
        await ask('POST', `offers/${offerId}/accept`);
        const message = { text: REPLY, key: randomUUID(), writtenAt: await world.now() };
        await ask('POST', `interactions/${interactionId}/reply`, message);
        await ask('POST', `interactions/${interactionId}/complete`, { wrapUpCode: 'solved' });
      }
      await realTime(LOOK_EVERY_MS);
    }
  };
  const all = Promise.all(agents.map(({ id }) => serve(id)));
  return {
    async close() {
      isOpen = false;
      await all;
    },
  };
}

/** How long an offer took: in the journal's own instants, and from the customer's word to the card in Teams. */
async function waits(world: World, from: number): Promise<void> {
  const documents = await world.stored.query<EntriesDocument>('routing', "SELECT * FROM c WHERE c.kind = 'entries'");
  const entries = documents.flatMap((one) => one.entries).filter(({ at }) => at >= from);
  const queuedAt = new Map(
    entries.flatMap(({ at, command }) => (command.name === 'enqueue' ? [[command.visitId, at] as const] : [])),
  );
  const offers = entries.flatMap(({ at, acts }) => acts.flatMap((act) => (act.kind === 'offer' ? [{ at, act }] : [])));
  tell(
    'enqueue to offer, by the journal',
    offers.flatMap(({ at, act }) => lengths(queuedAt.get(act.visitId), at)),
  );
  const saidAt = await instantsOfWords(world);
  const shownAt = await instantsOfCards(world);
  tell(
    "Event Grid publishes the customer's word to the card in Teams",
    [...shownAt].flatMap(([interactionId, at]) => (at >= from ? lengths(saidAt.get(interactionId), at) : [])),
  );
}

const lengths = (from: number | undefined, to: number): number[] => (from === undefined ? [] : [to - from]);

const tell = (name: string, values: readonly number[]): void =>
  figure(name, { count: values.length, p50Ms: quantile(values, 0.5), p99Ms: quantile(values, 0.99) });

interface Published {
  readonly publishedAt: number;
  readonly event: { readonly data: { readonly threadId?: string; readonly messageBody?: string } };
}

interface Opened {
  readonly interactionId: string;
  readonly threadId: string;
}

const EVENTS_LOOKED_AT = 1_000;

/** By interaction, when Event Grid had the customer's word. */
async function instantsOfWords({ simulator, stored }: World): Promise<ReadonlyMap<string, number>> {
  const { events } = await simulator.get<{ events: Published[] }>(`/_local/events?limit=${EVENTS_LOOKED_AT}`);
  const opened = await stored.query<Opened>(
    'interactions',
    "SELECT c.interaction.facts.interactionId, c.interaction.facts.externalRef AS threadId FROM c WHERE c.kind = 'snapshot'",
  );
  const words = events.filter(({ event }) => event.data.messageBody !== undefined && event.data.messageBody !== REPLY);
  return new Map(
    opened.flatMap(({ interactionId, threadId }) => {
      const word = words.find(({ event }) => event.data.threadId === threadId);
      return word === undefined ? [] : [[interactionId, word.publishedAt] as const];
    }),
  );
}

interface Entry {
  readonly at: number;
  readonly kind: string;
  readonly content: unknown;
}

/** By interaction, when the connector had the first card that offers it. */
async function instantsOfCards({ simulator, agents }: World): Promise<ReadonlyMap<string, number>> {
  const shown = new Map<string, number>();
  for (const { id } of agents) {
    const { entries } = await simulator.get<{ entries: Entry[] }>(`/_local/agents/${id}/transcript`);
    for (const { at, kind, content } of entries) {
      const text = JSON.stringify(content) ?? '';
      const interactionId = /"interactionId":"([^"]+)"/.exec(text)?.[1];
      if (kind !== 'posted' || interactionId === undefined || !text.includes('"verb":"accept"')) continue;
      shown.set(interactionId, Math.min(at, shown.get(interactionId) ?? at));
    }
  }
  return shown;
}
