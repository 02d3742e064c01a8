import type { Act } from '../../shared/core/routing/acts';
import { tenantIdOf, type TenantId } from '../../shared/core/lib/ids';
import type { Deps } from '../../shared/flows/lib/deps';
import { createShardRunner } from '../../shared/flows/routing/shard-runner';
import type { RoutingJournal, Since } from '../../shared/ports/routing-journal';
import { companyOf, type ShardName } from './company';
import type { Boundary, StoreFault } from './draw';

export const TENANT: TenantId = tenantIdOf('contoso');

/** How often each thing that can go wrong did. */
export type Counts = Map<string, number>;

export const count = (counts: Counts, what: string, times = 1): void =>
  void counts.set(what, (counts.get(what) ?? 0) + times);

/** What instances share. */
export interface Outside {
  readonly journal: RoutingJournal;
  readonly counts: Counts;
  readonly now: () => number;
  /** The version that is live. */
  readonly version: () => number;
  /** Doing one act; throws when it fails. */
  perform(shardId: ShardName, act: Act): void;
  /** While two instances write at once: whoever comes to a boundary waits to be let on. Null: nobody waits. */
  gate(): Promise<void> | null;
}

/** One function instance: a process with its own memory, which may die at any await and never comes back. */
export interface Instance {
  readonly deps: Deps;
  readonly died: Promise<'died'>;
  arm(faults: { readonly store: StoreFault; readonly crashAt: Boundary | null; readonly isActFailing: boolean }): void;
  setSkew(skewMs: number): void;
  readonly skewMs: () => number;
  isDead(): boolean;
}

/** A promise of its own each time: one that all share would keep every dead instance that waits for it. */
const never = () => new Promise<never>(() => undefined);
/** So short that snapshots are taken and read in every schedule. */
const SEGMENT_ENTRIES = 20;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
/** Instances look at the live pointer at most every second. */
const POINTER_MS = 1_000;

const WRITTEN: Partial<Record<StoreFault, string>> = {
  rollUnknown: 'roll unknown, written',
  penUnknown: 'pen unknown, taken',
};

export function createInstance(name: string, outside: Outside): Instance {
  const { counts } = outside;
  let skewMs = 0;
  let isDead = false;
  const crashing = new Set<Boundary>();
  let store: StoreFault = 'none';
  let isActFailing = false;
  let ids = 0;
  let die: (died: 'died') => void = () => undefined;
  const died = new Promise<'died'>((resolve) => (die = resolve));

  /** An await boundary: the place where a process can die, and where another can come in between. */
  async function cross(where: Boundary): Promise<void> {
    if (isDead) return never();
    if (crashing.has(where)) {
      isDead = true;
      count(counts, `died ${where}`);
      die('died');
      return never();
    }
    const turn = outside.gate();
    if (turn !== null) await turn;
    return isDead ? never() : undefined;
  }

  async function written<T>(write: () => Promise<T>, faults: readonly StoreFault[]): Promise<T> {
    const fault = faults.includes(store) ? store : 'none';
    if (fault !== 'none') store = 'none';
    if (fault === 'unknownLost') {
      count(counts, 'write unknown, lost');
      throw new Error('timed out');
    }
    const outcome = await write();
    if (fault === 'none') return outcome;
    count(counts, WRITTEN[fault] ?? 'write unknown, written');
    throw new Error('timed out');
  }

  async function looked(looking: Promise<Since>): Promise<Since> {
    const found = await looking;
    if (found.kind === 'since' && found.entries.length > 0) count(counts, 'caught up');
    await cross('after a look at the fence');
    return found;
  }

  const { journal } = outside;
  const watched: RoutingJournal = {
    ...journal,
    async load(shard) {
      await cross('before a load');
      const loaded = await journal.load(shard);
      await cross('after a load');
      return loaded;
    },
    async append(...args) {
      await cross('before an append');
      const outcome = await written(() => journal.append(...args), ['unknownWritten', 'unknownLost']);
      if (outcome.kind === 'fenced') count(counts, 'fence conflict');
      await cross('after an append');
      return outcome;
    },
    async roll(...args) {
      await cross('before a roll');
      const outcome = await written(() => journal.roll(...args), ['rollUnknown']);
      await cross('after a roll');
      return outcome;
    },
    since: (...args) => looked(journal.since(...args)),
    latest: (...args) => looked(journal.latest(...args)),
    async takePen(...args) {
      await cross('before taking the pen');
      const outcome = await written(() => journal.takePen(...args), ['penUnknown']);
      if (outcome.kind === 'fenced') count(counts, 'pen refused');
      await cross('after taking the pen');
      return outcome;
    },
  };
  const clock = { now: () => outside.now() + skewMs };
  const runner = createShardRunner({
    journal: watched,
    clock,
    ids: { next: () => `${name}-${(ids += 1)}` },
    log: silent,
    pause: () => cross('while waiting for the pen'),
    configFor: async ({ shardId }, version) => {
      await cross('after a configuration');
      return companyOf(version === 0 ? seen() : version).routing[shardId as string as ShardName];
    },
    segmentEntries: SEGMENT_ENTRIES,
  });
  let pointer = { version: outside.version(), readAt: outside.now() };
  function seen(): number {
    if (Math.abs(outside.now() - pointer.readAt) >= POINTER_MS)
      pointer = { version: outside.version(), readAt: outside.now() };
    return pointer.version;
  }
  const at = async (_: TenantId, version: number) => ({ version, config: companyOf(version).compiled });
  // What the flows of routing need, and nothing else.
  const deps = {
    clock,
    ids: { next: () => `${name}-${(ids += 1)}` },
    log: silent,
    shards: runner,
    configs: { at, live: async (tenantId: TenantId) => at(tenantId, seen()), tenants: async () => [TENANT] },
    events: { publish: async () => undefined },
    live: { isThere: false },
    perform: {
      async shardAct(_: Deps, { shardId }: { shardId: string }, act: Act) {
        await cross('before an act');
        if (isActFailing) {
          isActFailing = false;
          count(counts, 'act failed');
          throw new Error('the provider is away');
        }
        outside.perform(shardId as ShardName, act);
        await cross('after an act');
      },
    },
  } as unknown as Deps;
  return {
    deps,
    died,
    arm(faults) {
      if (faults.store !== 'none') store = faults.store;
      if (faults.crashAt !== null) crashing.add(faults.crashAt);
      if (faults.isActFailing) isActFailing = true;
    },
    setSkew: (ms) => void (skewMs = ms),
    skewMs: () => skewMs,
    isDead: () => isDead,
  };
}
