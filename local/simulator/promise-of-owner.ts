import type { LocalAzure } from '../azure';
import type { Post } from '../kit/post';
import { readOrchestration } from './orchestrations';
import { idOf, isOpen, type Evidence, type Promised } from './promised';

/** A timer fires, and its orchestration looks again, within this. */
const GRACE_MS = 10_000;

/** Every open interaction is looked after: one orchestration runs for it, with one timer for the moment of its next look. */
export async function ownerPromise(azure: LocalAzure, call: Post, { snapshots, now }: Evidence): Promise<Promised> {
  const open = snapshots.filter(isOpen);
  const broken = await Promise.all(
    open.map(async (snapshot) => {
      const id = idOf(snapshot);
      const found = await readOrchestration(call, azure.endpoints, `${azure.organisation.id}.${id}`);
      if (found === undefined) return `${id} has no orchestration`;
      if (found.runtimeStatus === 'Completed') return `the orchestration of ${id} has ended`;
      const looks = found.historyEvents.flatMap(({ Result }) => checkAtOf(Result) ?? []);
      const next = looks.at(-1);
      // A new history begins by looking: until then it has no timer yet.
      if (next === undefined || next + GRACE_MS >= now) return null;
      return `the timer of ${id} was due ${Math.round((now - next) / 1000)} s ago`;
    }),
  );
  return {
    name: 'Every open interaction has one owner and one armed timer',
    broken: broken.filter((what) => what !== null),
    checked: open.length,
  };
}

const checkAtOf = (result: unknown): number | undefined =>
  typeof result === 'object' && result !== null && 'checkAt' in result && typeof result.checkAt === 'number'
    ? result.checkAt
    : undefined;
