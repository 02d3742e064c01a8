import fc from 'fast-check';
import { asks, config, enqueue, ready, shard } from './given-shard.testsuite';
import { isReproduced, retell, type Retold } from './retell';
import { commandOf, type Known } from './law-commands.testsuite';
import { configOf, schedules } from './shard-laws.testsuite';
import { createShard, evolve, explain, restore, snapshot, submit, type ShardState } from './shard';
import type { Entry } from './entries';

const retelling = (interactionId: string, askedAgentId: string | null = null) => ({
  interactionId,
  askedAgentId,
  configOf: (version: number) => config(version),
  known: new Set<string>(),
});

const outcomes = (retold: readonly Retold[]) => retold.map(({ entry }) => entry.outcome.kind);

test('all that was decided about an interaction is told, and nothing about others', () => {
  const given = shard();
  given.tell(0, ready('ada', { skills: { french: 5 } }));
  given.tell(1, ready('bob'));
  given.tell(2, enqueue('v1', { steps: [asks('french', 3)] }));
  given.tell(3, enqueue('v2'));
  given.match(4);
  given.tell(5, { name: 'decline', offerId: given.offerOf('ada'), agentId: 'ada', cause: 'declined' });
  given.tell(40_000, { name: 'tick' });
  given.tell(40_001, { name: 'accept', offerId: given.offerOf('ada'), agentId: 'ada' });
  given.tell(50_000, {
    name: 'release',
    assignmentId: `s-${given.journal.find(({ outcome }) => outcome.kind === 'accepted')!.seq}`,
    wrapUpMs: null,
  });
  const retold = retell(createShard('s'), given.journal, retelling('i-v1', 'bob'));
  expect(outcomes(retold)).toEqual(['enqueued', 'offered', 'declined', 'coolDownEnded', 'offered', 'accepted']);
  expect(retold.every((one) => one.isReproduced)).toBe(true);
  expect(retold[1]?.explanation?.chosen).toMatchObject({ agentId: 'ada', rule: 'longestIdle' });
  expect(retold[1]?.whyNot).toEqual({
    kind: 'removed',
    obstacle: { kind: 'lacksSkill', skillId: 'french', atLeast: 3, has: null },
  });
  expect(outcomes(retell(createShard('s'), given.journal, retelling('i-v2')))).not.toContain('declined');
});

test('an entry that somebody changed is not reproduced', () => {
  const given = shard();
  given.tell(0, ready('ada'));
  given.tell(1, enqueue('v1'));
  given.match(2);
  const journal = given.journal.map((entry) =>
    entry.outcome.kind === 'offered'
      ? { ...entry, acts: entry.acts.map((act) => ({ ...act, agentId: 'bob' })) }
      : entry,
  );
  expect(retell(createShard('s'), journal, retelling('i-v1')).map((one) => one.isReproduced)).toEqual([true, false]);
});

test('out of the journal alone, from any snapshot, every decision comes out the same and is explained the same', () => {
  fc.assert(
    fc.property(schedules, fc.nat(), (steps, cut) => {
      const { entries, snapshots, explanations } = live(steps);
      if (entries.length === 0) return;
      const from = cut % entries.length;
      // As another process finds it: text, read again.
      const stored = JSON.parse(JSON.stringify({ snapshot: snapshots[from], tail: entries.slice(from) })) as {
        snapshot: ReturnType<typeof snapshot>;
        tail: Entry[];
      };
      let state = restore(stored.snapshot);
      for (const [n, entry] of stored.tail.entries()) {
        expect(isReproduced(state, entry, configOf(entry.configVersion))).toBe(true);
        expect(explained(state, entry)).toBe(explanations[from + n]);
        state = evolve(state, entry);
      }
    }),
    { numRuns: 60 },
  );
});

const explained = (state: ShardState, { acts }: Entry): string =>
  JSON.stringify(acts.flatMap((act) => (act.kind === 'offer' ? [explain(state, act.visitId)] : [])));

/** Lives a schedule; gives each entry with the state before it and the explanation asked at that time. */
function live(steps: Parameters<typeof schedules.filter>[0] extends (value: infer Steps) => unknown ? Steps : never) {
  let state = createShard('s1');
  let now = 0;
  let shadow = createShard('s1');
  const entries: Entry[] = [];
  const snapshots: ReturnType<typeof snapshot>[] = [];
  const explanations: string[] = [];
  for (const [n, { afterMs, drawn }] of steps.entries()) {
    now += afterMs;
    const known: Known = {
      now,
      commands: [],
      configVersion: state.configVersion || 1,
      offers: [...state.offers.values()],
      assignmentIds: [...state.assignments.keys()],
    };
    const command = commandOf(drawn, `c${n}`, known);
    const version = command.name === 'config' ? command.version : known.configVersion;
    const submitted = submit(state, { command, now, config: configOf(version), doneActs: [] });
    state = submitted.state;
    for (const entry of submitted.entries) {
      snapshots.push(snapshot(shadow));
      explanations.push(explained(shadow, entry));
      shadow = evolve(shadow, entry);
      entries.push(entry);
    }
  }
  return { entries, snapshots, explanations };
}
