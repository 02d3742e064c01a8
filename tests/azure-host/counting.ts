import { NEEDS_STEPS } from '../journeys/support/pace';

/** What jest writes with `--json`, as far as it is read. */
export interface JestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[] | null;
    }[];
  }[];
}

export type Outcome = 'passed' | 'failed' | 'skipped';

/** Each test by file and name. A journey that needs a stepped clock is skipped: nothing was learnt from it. */
export function outcomesOf({ testResults }: JestReport): ReadonlyMap<string, Outcome> {
  const outcomes = new Map<string, Outcome>();
  for (const { name, message, assertionResults } of testResults) {
    const file = name.replaceAll('\\', '/').split('/').at(-1) ?? name;
    // A file that did not even load is one failure.
    if (assertionResults.length === 0) outcomes.set(file, message.includes(NEEDS_STEPS) ? 'skipped' : 'failed');
    for (const { fullName, status, failureMessages } of assertionResults)
      outcomes.set(`${file}: ${fullName}`, outcomeOf(status, (failureMessages ?? []).join('\n')));
  }
  return outcomes;
}

function outcomeOf(status: string, failures: string): Outcome {
  if (status === 'passed') return 'passed';
  return status === 'failed' && !failures.includes(NEEDS_STEPS) ? 'failed' : 'skipped';
}

export interface Counts {
  readonly run: number;
  readonly failed: number;
  readonly skipped: number;
}

export function countsOf(outcomes: ReadonlyMap<string, Outcome>): Counts {
  const of = (wanted: Outcome) => [...outcomes.values()].filter((outcome) => outcome === wanted).length;
  return { run: of('passed') + of('failed'), failed: of('failed'), skipped: of('skipped') };
}

/** Tests that end otherwise on Microsoft's host than on ours, both in real time. */
export const differencesOf = (
  ours: ReadonlyMap<string, Outcome>,
  azures: ReadonlyMap<string, Outcome>,
): readonly string[] =>
  [...azures]
    .filter(([test, outcome]) => outcome !== (ours.get(test) ?? 'skipped'))
    .map(([test, outcome]) => `${test}: ${ours.get(test) ?? 'not run'} on the local host, ${outcome} on Azure's`);
