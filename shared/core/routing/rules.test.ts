import { anyone, asks, config, enqueue, ready, sales, shard } from './given-shard.testsuite';
import type { QueueRules } from './config';
import { USUAL_PLAN, type VisitPlan } from './plan';
import { createShard, explain, submit } from './shard';

const gold = (said: Partial<VisitPlan>): VisitPlan => ({ ...USUAL_PLAN, key: 'gold', rule: 'gold', ...said });

/** Everybody of sales asks for French first; gold may have anybody at once, and leaves after a minute. */
const rules = (said: Partial<QueueRules> = {}) => ({
  sales: {
    ...sales({ steps: [asks('french', 5, 30_000), anyone] })['sales'],
    rulePlans: new Map([['gold', gold({ steps: [{ ...anyone, timeoutMs: 60_000 }], after: { kind: 'leave' } })]]),
    ...said,
  },
});

describe('a visit that matches a rule of its queue', () => {
  test('goes through the steps of the rule, and others through those of the queue', () => {
    const given = shard(rules());
    given.tell(0, ready('ada'));
    given.tell(0, enqueue('everybody'));
    given.tell(1, enqueue('gold', { rule: 'gold', waitingSinceAt: 1 }));
    expect(given.match(1)).toEqual(['ada < gold']);
    given.tell(2, enqueue('other', { rule: 'silver' }));
    expect(given.state.visits.get('other')?.steps).toHaveLength(2);
  });

  test('is explained by it', () => {
    const given = shard(rules());
    given.tell(0, enqueue('everybody'));
    given.tell(0, enqueue('gold', { rule: 'gold' }));
    expect(explain(given.state, 'gold')?.queueRule).toBe('gold');
    expect(explain(given.state, 'everybody')?.queueRule).toBeNull();
    expect(given.journal.at(-1)?.outcome).toMatchObject({ kind: 'enqueued', plan: { rule: 'gold' } });
  });

  test('leaves by the end of the rule', () => {
    const given = shard(rules());
    given.tell(0, enqueue('gold', { rule: 'gold' }));
    given.tell(60_000, { name: 'tick' });
    expect(given.acts()).toMatchObject([{ kind: 'expired', visitId: 'gold', because: 'stepsOver' }]);
  });

  test('is planned anew with its rule by a new version, and as everybody where the version has the rule no more', () => {
    const versions = [
      rules(),
      rules({ rulePlans: new Map([['gold', gold({ key: 'other', steps: [{ ...asks('german', 1), priority: 3 }] })]]) }),
      rules({ rulePlans: new Map() }),
    ];
    const state = createShard('s');
    const tell = (now: number, command: object, version = state.configVersion || 1) =>
      submit(state, {
        command: { commandId: `c${now}`, ...command } as never,
        now,
        config: config(version, 's', versions[version - 1]),
        doneActs: [],
      });
    tell(0, enqueue('gold', { rule: 'gold' }));
    tell(1, { name: 'config', version: 2 }, 2);
    expect(explain(state, 'gold')).toMatchObject({ queueRule: 'gold', priority: 3, configVersion: 2 });
    tell(2, { name: 'config', version: 3 }, 3);
    expect(explain(state, 'gold')).toMatchObject({ queueRule: null, priority: 0, configVersion: 3 });
    expect(state.visits.get('gold')?.steps).toHaveLength(2);
  });
});
