import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Entry } from '../../shared/core/routing/entries';
import type { Snapshot } from '../../shared/core/routing/snapshot-shape';
import { SimulationError } from '../simulation-error';

/**
 * What `simulate record` writes: one line of JSON that says what it is, one with the snapshot that the journal goes on
 * from, then an entry a line. Opaque ids only: no name, address or text of anybody.
 */
export interface Recording {
  readonly tenantId: string;
  readonly shardId: string;
  readonly configs: readonly RecordedConfig[];
  /** Null: from the first entry of the shard on. */
  readonly snapshot: Snapshot | null;
  readonly entries: readonly Entry[];
}

export interface RecordedConfig {
  readonly version: number;
  readonly files: readonly { readonly name: string; readonly content: string }[];
}

const header = z.object({
  format: z.literal('switchboard-recording-1'),
  tenantId: z.string(),
  shardId: z.string(),
  configs: z.array(
    z.object({ version: z.number().int(), files: z.array(z.object({ name: z.string(), content: z.string() })) }),
  ),
});

const FORMAT = 'switchboard-recording-1';

/** Throws SimulationError for what is no recording, or one with a gap. */
export function readRecording(file: string): Recording {
  const [first = '', second = 'null', ...rest] = textOf(file).trimEnd().split('\n');
  const parsed = header.safeParse(json(file, first));
  if (!parsed.success) throw refused(file, 'its first line is not that of a recording');
  const { tenantId, shardId, configs } = parsed.data;
  const snapshot = json(file, second) as Snapshot | null;
  const entries = rest.map((line) => json(file, line) as Entry);
  entries.forEach(({ seq }, n) => {
    if (seq !== (snapshot?.seq ?? 0) + n + 1) throw refused(file, `entry ${(snapshot?.seq ?? 0) + n + 1} is missing`);
  });
  return { tenantId, shardId, configs, snapshot, entries };
}

export function writeRecording({ snapshot, entries, ...about }: Recording): string {
  return [{ format: FORMAT, ...about }, snapshot, ...entries].map((line) => JSON.stringify(line)).join('\n') + '\n';
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new SimulationError('unreadable', `There is no file ${file}.`);
  }
}

function json(file: string, line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw refused(file, 'a line of it is not JSON');
  }
}

const refused = (file: string, why: string): SimulationError =>
  new SimulationError('recordingRefused', `${file}: ${why}.`);
