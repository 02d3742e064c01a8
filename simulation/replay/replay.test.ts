import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Entry } from '../../shared/core/routing/entries';
import { createShard, fold, snapshot } from '../../shared/core/routing/shard';
import { fatesOf } from './fates';
import { printReplay } from './print-replay';
import { CONTOSO, day, filesOf } from './recorded-day.testsuite';
import { writeRecording, type Recording } from './recording';
import { replayFile } from './replay-file';

const scratch = mkdtempSync(join(tmpdir(), 'replay-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const entries = day(CONTOSO);

function fileOf(said: Partial<Recording> = {}): string {
  const file = join(mkdtempSync(join(scratch, 'day-')), 'day.ndjson');
  const configs = [{ version: 1, files: filesOf(CONTOSO) }];
  writeFileSync(
    file,
    writeRecording({ tenantId: 'contoso', shardId: 'contoso-main', configs, snapshot: null, entries, ...said }),
  );
  return file;
}

function changed(file: string, from: string, to: string): string {
  const folder = mkdtempSync(join(scratch, 'config-'));
  cpSync(CONTOSO, folder, { recursive: true });
  const text = readFileSync(join(folder, file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(folder, file), text.replaceAll(from, to));
  return folder;
}

const ADELE = 'skills: [{ skill: sales, proficiency: 8 }]\n    queues: [sales]';
const ADELE_REPAIRS =
  'skills: [{ skill: sales, proficiency: 8 }, { skill: technical, proficiency: 3 }]\n    queues: [sales, support]';

test('a recorded day gives every recorded decision again, to the last byte', () => {
  const outcome = replayFile(fileOf(), undefined);
  expect(outcome.entries).toBeGreaterThan(2_000);
  expect(outcome.comparison.visits).toBeGreaterThan(250);
  expect(outcome).toMatchObject({ kind: 'same', differsFrom: null });
  expect(printReplay(outcome)).toContain('Every decision came out as it was recorded.');
});

test('so does a day that begins with a snapshot', () => {
  const half = entries.length >> 1;
  const begun = snapshot(
    fold(createShard('contoso-main'), JSON.parse(JSON.stringify(entries.slice(0, half))) as Entry[]),
  );
  const outcome = replayFile(fileOf({ snapshot: begun, entries: entries.slice(half) }), undefined);
  expect(outcome).toMatchObject({ entries: entries.length - half, differsFrom: null });
});

test('a decision that was not the core’s is found', () => {
  const n = entries.findIndex(({ seq, outcome }) => seq > 900 && outcome.kind === 'offered');
  const forged = entries.map((entry, at) =>
    at === n ? { ...entry, acts: entry.acts.map((act) => ({ ...act, agentId: 'zoe' })) } : entry,
  );
  const { differsFrom } = replayFile(fileOf({ entries: forged }), undefined);
  expect(differsFrom).toBeLessThanOrEqual(entries[n]!.seq);
  expect(differsFrom).toBeGreaterThan(entries[n]!.seq - 5);
});

test('a change that touches nobody sends nobody elsewhere', () => {
  const outcome = replayFile(fileOf(), changed('queues.yaml', 'voice: { target: 20 s,', 'voice: { target: 21 s,'));
  expect(outcome.kind).toBe('changed');
  expect(outcome.comparison.wentElsewhere.length).toBeLessThan(outcome.comparison.visits / 4);
  expect(replayFile(fileOf(), CONTOSO)).toMatchObject({
    differsFrom: null,
    comparison: { wentElsewhere: [], otherWait: [] },
  });
});

test('with one thing changed the differences are those of a day lived so', () => {
  const folder = changed('agents.yaml', ADELE, ADELE_REPAIRS);
  const { comparison, differsFrom } = replayFile(fileOf(), folder);
  expect(differsFrom).not.toBeNull();
  const toAdele = comparison.wentElsewhere.filter(
    ({ recorded, replayed }) => recorded.queueId === 'support' && replayed.agentId === 'adele',
  );
  expect(toAdele.length).toBeGreaterThan(5);
  // The truth: the same customers, had Adele known repairs from the beginning.
  const truth = [...fatesOf(day(folder)).values()];
  const answered = (queueId: string) => truth.filter((one) => one.queueId === queueId && one.end === 'answered').length;
  for (const {
    queueId,
    visits,
    answered: [recorded, replayed],
  } of comparison.queues) {
    expect(visits).toBe(truth.filter((one) => one.queueId === queueId).length);
    // Who left before the end of their patience cannot be known of those who were answered: near, not equal.
    expect(Math.abs(replayed - answered(queueId))).toBeLessThan(0.08 * visits);
    if (queueId === 'support') expect(replayed).toBeGreaterThan(recorded);
  }
});

test('what is no recording is refused with the reason', () => {
  const file = join(scratch, 'other.json');
  writeFileSync(file, '{"format":"other"}\n');
  expect(() => replayFile(file, undefined)).toThrow('its first line is not that of a recording');
  expect(() => replayFile(join(scratch, 'none'), undefined)).toThrow('There is no file');
  expect(() => replayFile(fileOf({ entries: entries.slice(0, 5).concat(entries.slice(6, 9)) }), undefined)).toThrow(
    'entry 6 is missing',
  );
  expect(() => replayFile(fileOf({ configs: [] }), undefined)).toThrow('version 1 of the configuration is missing');
});
