import type { CompiledConfig } from '../../shared/core/config/compiled';
import type { RoutingConfig } from '../../shared/core/routing/config';
import type { Entry } from '../../shared/core/routing/entries';
import {
  configVersion,
  createShard,
  fold,
  nextDueAt,
  restore,
  submit,
  type ShardState,
} from '../../shared/core/routing/shard';
import { routingConfigOf } from '../../shared/flows/routing/routing-config';
import { liveOn } from './live-on';
import { peopleOf } from './people';
import type { Recording } from './recording';
import { rewrite } from './rewrite';
import { submissionsOf, type Submission } from './submissions';

/** What a replay came to. */
export interface Replay {
  /** All that the shard wrote this time. */
  readonly entries: readonly Entry[];
  /** The first entry of the recording that came out otherwise; null: all of it is the same. */
  readonly differsFrom: number | null;
}

/** A configuration by the version that the recording names. */
export type ConfigAt = (version: number) => CompiledConfig;

/** The recorded day once more with the same configuration: every decision is made anew, and must be the recorded one. */
export function replaySame(recording: Recording, configAt: ConfigAt): Replay {
  const routing = routingAt(recording, configAt);
  let state = beginning(recording);
  const entries: Entry[] = [];
  for (const submission of submissionsOf(recording.entries)) {
    const result = resubmit(state, submission, routing);
    state = result.state;
    entries.push(...result.entries);
    if (JSON.stringify(result.entries) !== JSON.stringify(submission.entries))
      return { entries, differsFrom: submission.entries[0]?.seq ?? null };
  }
  return { entries, differsFrom: null };
}

/** A tick comes every second: when the next submission is later than this, one of another day came in between. */
const TICK_LATE_MS = 2_000;

/**
 * The recorded day with another configuration. While nothing goes elsewhere, everybody does what they did when they did
 * it; from the first difference on, people do what they did as soon as it is their turn.
 */
export function replayChanged(recording: Recording, before: ConfigAt, after: CompiledConfig): Replay {
  const routing = routingAt(recording, () => after);
  const submissions = submissionsOf(recording.entries);
  const asked = submissions.map((one) => ({
    ...one,
    command: rewrite(one.command, one.at, { before: before(one.entries[0]?.configVersion ?? 1), after }),
  }));
  let state = beginning(recording);
  const entries: Entry[] = [];
  for (const [n, submission] of asked.entries()) {
    const { command, at } = submission;
    const isLate = (nextDueAt(state) ?? Number.POSITIVE_INFINITY) + TICK_LATE_MS < at;
    const result = command === null || isLate ? null : resubmit(state, { ...submission, command }, routing);
    if (result === null || shown(result.entries) !== shown(submission.entries)) {
      // What was submitted last consumed the state.
      const from = fold(beginning(recording), entries);
      const rest = liveOn(from, { asked: asked.slice(n), people: peopleOf(recording.entries), routing });
      return { entries: [...entries, ...rest], differsFrom: submission.entries[0]?.seq ?? null };
    }
    state = result.state;
    entries.push(...result.entries);
  }
  return { entries, differsFrom: null };
}

const beginning = ({ snapshot, shardId }: Recording): ShardState =>
  snapshot === null ? createShard(shardId) : restore(snapshot);

/** Routing's part of a configuration under the version that is asked for, made once. */
function routingAt({ shardId }: Recording, configAt: ConfigAt): (version: number) => RoutingConfig {
  const known = new Map<number, RoutingConfig>();
  return (version) => {
    const found = known.get(version) ?? routingConfigOf(configAt(version), shardId, version);
    known.set(version, found);
    return found;
  };
}

function resubmit(
  state: ShardState,
  { at, command, doneActs }: Submission,
  routing: (version: number) => RoutingConfig,
) {
  const version = command.name === 'config' ? command.version : configVersion(state);
  return submit(state, { command, now: at, config: routing(version), doneActs });
}

/** Figures of routing's own that decide nothing yet: they may differ without anything going elsewhere. */
const HIDDEN: ReadonlySet<string> = new Set(['why', 'deadlineAt', 'coolDownUntilAt']);

const shown = (entries: readonly Entry[]): string =>
  JSON.stringify(
    entries.map(({ outcome, acts }) => [outcome, acts]),
    (key, value: unknown) => (HIDDEN.has(key) ? undefined : value),
  );
