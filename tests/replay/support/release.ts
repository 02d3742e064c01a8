import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { LocalData } from './local-data';

const RELEASES = join(__dirname, '../../fixtures/releases');

/** What a release left behind: all that it stored, and what it made of that itself. */
export interface Recorded {
  /** Documents of each Cosmos container. */
  readonly documents: Readonly<Record<string, readonly StoredDocument[]>>;
  /** The folder of local Azure, with interactions under way. */
  readonly local: LocalData;
  /** Where the clock stood. */
  readonly at: number;
}

export interface StoredDocument {
  readonly id: string;
  readonly pk: string;
  readonly kind?: string;
  readonly [field: string]: unknown;
}

/** What the code of the release itself made of its records: of the histories its orchestrator's answers, of journals the state. */
export interface Made {
  readonly answers: Readonly<Record<string, unknown>>;
  readonly shards: Readonly<Record<string, unknown>>;
}

/** The releases that were recorded, the oldest first. */
export const releases = (): readonly string[] => (existsSync(RELEASES) ? readdirSync(RELEASES).sort() : []);

const fileOf = (release: string, name: string) => join(RELEASES, release, `${name}.json.gz`);

function read(release: string, name: string): unknown {
  return JSON.parse(gunzipSync(readFileSync(fileOf(release, name))).toString('utf8')) as unknown;
}

function write(release: string, name: string, value: object): void {
  mkdirSync(join(RELEASES, release), { recursive: true });
  writeFileSync(fileOf(release, name), gzipSync(JSON.stringify(value), { level: 9 }));
}

export const recordedOf = (release: string): Recorded => read(release, 'recorded') as Recorded;
export const madeOf = (release: string): Made => read(release, 'made') as Made;
export const keepRecorded = (release: string, recorded: Recorded): void => write(release, 'recorded', recorded);
export const keepMade = (release: string, made: Made): void => write(release, 'made', made);
