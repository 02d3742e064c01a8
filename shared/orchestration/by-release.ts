/** An orchestrator as it is from one release on. */
export interface SinceRelease<Steps> {
  /** Like `0.1.0`: the release's `defaultVersion` in host.json. */
  readonly since: string;
  readonly steps: Steps;
}

/**
 * What an instance goes on with: the logic of the release that began it. `all` has the oldest first, and one entry for each
 * release that changed the order of an orchestrator's calls. An instance without a version is from before there were any.
 */
export function stepsFor<Steps>(
  version: string | undefined,
  all: readonly [SinceRelease<Steps>, ...SinceRelease<Steps>[]],
): Steps {
  const begun = numbersOf(version ?? '');
  const fitting = all.filter(({ since }) => isAtMost(numbersOf(since), begun));
  return (fitting.at(-1) ?? all[0]).steps;
}

const numbersOf = (version: string): readonly number[] => version.split('.').map(Number);

function isAtMost(one: readonly number[], other: readonly number[]): boolean {
  for (let place = 0; place < one.length; place += 1) {
    const [a = 0, b = 0] = [one[place], other[place]];
    if (a !== b) return a < b;
  }
  return true;
}
