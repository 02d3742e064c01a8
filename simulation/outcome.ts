import type { Estimate } from './figures/estimate';
import { differences, gini, queueFigures, queueKeys, utilisation, type QueueFigures } from './figures/figures';
import type { Days } from './run-days';

/** What `--json` prints of one configuration. */
export interface Outcome {
  readonly config: string;
  readonly days: number;
  readonly contacts: number;
  readonly queues: readonly QueueOutcome[];
  /** Shares of the signed-in time in which an agent held anything. */
  readonly agents: Readonly<Record<string, Estimate>>;
  /** Of the agents' utilisation: 0 when all work as much. */
  readonly gini: number;
}

/** What a queue's channel came to. */
export interface QueueOutcome {
  readonly queueId: string;
  readonly channel: string;
  readonly figures: QueueFigures;
}

/** Two configurations, lived with the same customers. */
export interface Comparison {
  readonly before: Outcome;
  readonly after: Outcome;
  /** After less before, by the same customers. */
  readonly differences: readonly QueueOutcome[];
}

export function outcomeOf(config: string, { observed, days, contacts }: Days): Outcome {
  const agents = utilisation(observed);
  return {
    config,
    days,
    contacts,
    queues: queueKeys(observed).map((key) => ({ ...partsOf(key), figures: queueFigures(observed, key) })),
    agents: Object.fromEntries(agents),
    gini: gini([...agents.values()].map(({ value }) => (Number.isNaN(value) ? 0 : value))),
  };
}

export function comparisonOf(before: Outcome, first: Days, after: Outcome, second: Days): Comparison {
  const keys = [...new Set([...queueKeys(first.observed), ...queueKeys(second.observed)])].sort();
  return {
    before,
    after,
    differences: keys.map((key) => ({
      ...partsOf(key),
      figures: differences(first.observed, second.observed, key),
    })),
  };
}

function partsOf(key: string): { readonly queueId: string; readonly channel: string } {
  const at = key.lastIndexOf('|');
  return { queueId: key.slice(0, at), channel: key.slice(at + 1) };
}
