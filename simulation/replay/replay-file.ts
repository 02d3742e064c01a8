import type { CompiledConfig } from '../../shared/core/config/compiled';
import { compileFiles, readConfigFolder } from '../scenario/read-folder';
import { SimulationError } from '../simulation-error';
import { compareFates, type FateComparison } from './compare-fates';
import { readRecording, type Recording } from './recording';
import { replayChanged, replaySame, type ConfigAt } from './replay';

/** What `--replay` prints with `--json`. */
export interface ReplayOutcome {
  readonly file: string;
  readonly kind: 'same' | 'changed';
  readonly entries: number;
  readonly differsFrom: number | null;
  readonly comparison: FateComparison;
}

/** Replays a recording: with its own configuration, or with that of a folder. Throws SimulationError. */
export function replayFile(file: string, folder: string | undefined): ReplayOutcome {
  const after = folder === undefined ? null : readConfigFolder(folder);
  return replayRecording(file, readRecording(file), { after, countedFromAt: 0 });
}

export interface ReplayWish {
  /** Null: with the configuration of the recording itself. */
  readonly after: CompiledConfig | null;
  /** A recording begins with a whole segment of the journal: visits before this instant are lived, and not counted. */
  readonly countedFromAt: number;
}

/** Replays a recording that `name` stands for. Throws SimulationError. */
export function replayRecording(
  name: string,
  recording: Recording,
  { after, countedFromAt }: ReplayWish,
): ReplayOutcome {
  const configAt = recordedConfigs(name, recording);
  const replayed = after === null ? replaySame(recording, configAt) : replayChanged(recording, configAt, after);
  return {
    file: name,
    kind: after === null ? 'same' : 'changed',
    entries: recording.entries.length,
    differsFrom: replayed.differsFrom,
    comparison: compareFates(recording.entries, replayed.entries, countedFromAt),
  };
}

function recordedConfigs(file: string, { configs }: Recording): ConfigAt {
  const known = new Map<number, CompiledConfig>(
    configs.map(({ version, files }) => [
      version,
      compileFiles(
        `${file}, version ${version}`,
        files.map(({ name, content }) => ({ file: name, text: content })),
      ),
    ]),
  );
  return (version) => {
    const found = known.get(version);
    if (found !== undefined) return found;
    throw new SimulationError('recordingRefused', `${file}: version ${version} of the configuration is missing.`);
  };
}
