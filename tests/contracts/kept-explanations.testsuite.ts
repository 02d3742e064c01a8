import type { CompiledConfig } from '../../shared/core/config/compiled';
import { agentIdOf, interactionIdOf, shardIdOf } from '../../shared/core/lib/ids';
import type { Command } from '../../shared/core/routing/commands';
import { DEFAULT_QUEUE_RULES } from '../../shared/core/routing/config';
import { explain, whyNot } from '../../shared/core/routing/shard';
import { createShardRunner } from '../../shared/flows/routing/shard-runner';
import { routingConfigOf } from '../../shared/flows/routing/routing-config';
import { routingHistory, type HistoryDeps } from '../../shared/flows/routing/routing-history';
import type { RoutingJournal, ShardRef } from '../../shared/ports/routing-journal';
import { AT, fresh, tenantId } from './store-subjects';

const DAY_MS = 86_400_000;
const CUSTOMERS = 8;
const ASKED = agentIdOf('bob');
/** So short that every interaction reaches over several. */
const SEGMENT_ENTRIES = 7;

const queue = { ...DEFAULT_QUEUE_RULES, id: 'sales', channels: new Map(), hoursId: null, rules: [] };
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

const SKILLS = { ada: 1, bob: 2, cyd: 3 };
const capacity = { totalUnits: 1, channels: { chat: { units: 1, max: 1, exclusive: false } } };

function compiledFor(shardId: string): CompiledConfig {
  const agents = Object.entries(SKILLS).map(([id, french]) => {
    const skills = new Map([['french', french]]);
    return [id, { id, shardId, queueIds: ['sales'], preferences: new Map(), skills, capacity }] as const;
  });
  return { queues: new Map([['sales', { ...queue, shardId }]]), hours: new Map(), agents: new Map(agents) } as never;
}

const ready = ([agentId, french]: [string, number]): Command => ({
  name: 'agentState',
  commandId: `ready-${agentId}`,
  agentId,
  set: { kind: 'ready' },
  profile: { queueIds: ['sales'], skills: { french }, capacity },
});

const enqueue = (n: number, at: number): Command => ({
  name: 'enqueue',
  commandId: `enqueue-${n}`,
  interactionId: `i-${n}`,
  visitId: `v-${n}`,
  queueId: 'sales',
  channel: 'chat',
  steps: [{ requirements: [{ skillId: 'french', atLeast: n % 4 }], onlyAgentIds: null, timeoutMs: null }],
  priority: 0,
  waitingSinceAt: at,
  targetMs: 20_000,
  preferredAgentId: null,
  expiresAt: null,
});

/** Lives a day of customers; gives what was said of each offer when it was made, as text, by interaction. */
async function liveADay(journal: RoutingJournal, shard: ShardRef): Promise<ReadonlyMap<string, readonly string[]>> {
  let now = AT;
  const configFor = async () => routingConfigOf(compiledFor(shard.shardId), shard.shardId, 1);
  const about = { clock: { now: () => now }, ids: { next: () => '' }, log: silent, pause: async () => undefined };
  const runner = createShardRunner({ journal, ...about, configFor, segmentEntries: SEGMENT_ENTRIES });
  const said = new Map<string, string[]>();
  for (const agent of Object.entries(SKILLS)) await runner.submit(shard, ready(agent));
  for (let n = 0; n < CUSTOMERS; n += 1) {
    now += 1_000;
    await runner.submit(shard, enqueue(n, now));
    for (let offer = 0; offer < 2; offer += 1) {
      const visitId = `v-${n}`;
      const words = await runner.ask(shard, (state) =>
        JSON.stringify([explain(state, visitId), whyNot(state, visitId, ASKED)]),
      );
      const { acts } = await runner.submit(shard, { name: 'match', commandId: `match-${n}-${offer}` });
      const [made] = acts.filter((act) => act.kind === 'offer');
      if (made === undefined) continue;
      said.set(made.interactionId, [...(said.get(made.interactionId) ?? []), words]);
      const { offerId, agentId } = made;
      const answer = { commandId: `answer-${offerId}`, offerId, agentId };
      if (offer === 0) await runner.submit(shard, { ...answer, name: 'decline', cause: 'declined' });
      else await runner.submit(shard, { ...answer, name: 'accept' });
      if (offer === 1)
        await runner.submit(shard, {
          name: 'release',
          commandId: `end-${offerId}`,
          assignmentId: offerId,
          wrapUpMs: null,
        });
    }
  }
  return said;
}

/** What another process tells of an interaction, out of the journal alone. */
async function retold(journal: RoutingJournal, shard: ShardRef, interactionId: string) {
  const facts = { tenantId, interactionId: interactionIdOf(interactionId) };
  const deps = {
    journal,
    interactions: { timeline: async () => [{ event: { type: 'queued', visit: { shardId: shard.shardId } } }] },
    configs: { at: async () => ({ version: 1, config: compiledFor(shard.shardId) }) },
  } as unknown as HistoryDeps;
  const openedAt = AT + 1_000 * (Number(interactionId.slice(2)) + 1);
  const stored = {
    interaction: { facts: { ...facts, openedAt }, phase: { name: 'closed', closedAt: openedAt + 2_000 } },
  };
  const decisions = await routingHistory(deps, facts, stored as never, ASKED);
  return {
    areReproduced: decisions.every(({ isReproduced }) => isReproduced),
    offers: decisions.flatMap((one) =>
      one.explanation === null ? [] : [JSON.stringify([one.explanation, one.whyNot])],
    ),
  };
}

/** A decision is explained as it was made for as long as anything of its time is kept. `lose` takes the archive away. */
export function describeKeptExplanations(journal: () => RoutingJournal, lose: (shard: ShardRef) => void): void {
  test('a decision is explained as it was made, byte for byte: from the journal, from the archive, and from the archive alone', async () => {
    const shard = { tenantId, shardId: shardIdOf(fresh('explained')) };
    const said = await liveADay(journal(), shard);
    expect(said.size).toBe(CUSTOMERS);
    expect([...said.values()].filter((offers) => offers.length === 2).length).toBeGreaterThan(3);
    const isTold = async () => {
      for (const [interactionId, offers] of said)
        expect(await retold(journal(), shard, interactionId)).toEqual({ areReproduced: true, offers });
    };
    await isTold();
    expect((await journal().archive(shard, AT + DAY_MS)).archived).toBeGreaterThan(3);
    await isTold();
    expect((await journal().archive(shard, AT + 40 * DAY_MS)).removed).toBeGreaterThan(3);
    await isTold();
    // The storage account's life cycle deleted the archive: who asks is told so.
    lose(shard);
    await expect(retold(journal(), shard, 'i-0')).rejects.toMatchObject({ code: 'gone' });
    await expect(retold(journal(), shard, 'i-4')).rejects.toMatchObject({ code: 'gone' });
  });
}
