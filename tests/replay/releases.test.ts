import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { registerInteraction } from '../../functions/durable/interaction';
import type { InteractionEvent } from '../../shared/core/interaction/events';
import { fold } from '../../shared/core/interaction/evolve';
import { upcastDocument } from '../../shared/core/stored/upcast';
import { compileFiles } from '../../shared/flows/lib/compile-files';
import type { ConfigVersion } from '../../shared/ports/config-store';
import { statesIn } from './support/journals';
import { answerTo, orchestrationsIn } from './support/orchestrator';
import { madeOf, recordedOf, releases, type StoredDocument } from './support/release';

jest.mock('@azure/functions-core', () => jest.requireActual<object>('../contracts/fakes/functions-core'), {
  virtual: true,
});
jest.mock('../../functions/compose', () => ({ appOf: () => undefined }));

registerInteraction();

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('a release was recorded', () => {
  expect(releases()).toContain('0.1.0');
});

test('nothing reaches the store but by the one door that knows the shapes', () => {
  const folder = join(__dirname, '../../shared/store/cosmos');
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && file !== 'documents.ts');
  const around = files.filter((file) =>
    /items\s*\.(query|upsert|create|readAll)\b|\.item\([^)]*\)\s*\.(read|replace)\b/.test(
      readFileSync(join(folder, file), 'utf8'),
    ),
  );
  expect(around).toEqual([]);
});

/** `npm run record-release` wrote them when they were new; nobody changes them afterwards. */
describe.each(releases())('what release %s left behind', (release) => {
  const { documents, local } = recordedOf(release);
  const made = madeOf(release);
  const interactions = documents['interactions'] ?? [];
  const snapshots = interactions.filter(({ kind }) => kind === 'snapshot');

  test.each(orchestrationsIn(local).map((one) => [one.id, one] as const))(
    'the history of %s is replayed as it was',
    async (id, orchestration) => {
      expect(await answerTo(orchestration)).toEqual(made.answers[id]);
    },
  );

  test.each(snapshots.map((one) => [one.pk, one] as const))(
    'the timeline of %s leads where it led',
    (pk, { interaction }) => {
      const events = interactions
        .filter((one) => one.pk === pk && one.kind === 'events')
        .sort((one, other) => Number(one['seq']) - Number(other['seq']))
        .flatMap((one: StoredDocument) => one['events'] as readonly InteractionEvent[]);
      expect(json(fold(events))).toEqual(interaction);
    },
  );

  test.each(Object.keys(made.shards))('the journal %s comes to the state that it came to', (pk) => {
    expect(statesIn(documents['routing'] ?? [])[pk]).toEqual(made.shards[pk]);
  });

  test('its documents are read in the shapes of today, and reading them twice changes nothing', () => {
    const all = Object.values(documents).flat();
    expect(all.length).toBeGreaterThan(100);
    for (const document of all) {
      const read = upcastDocument(document);
      expect(upcastDocument(read)).toEqual(read);
      // Nothing that it held is gone: an older instance may read it still.
      expect(read).toMatchObject(document);
    }
  });

  const versions = (documents['config'] ?? []).filter(({ files }) => files !== undefined);
  test.each(versions.map((one) => [`${one.pk} ${one.id}`, one] as const))(
    'the configuration %s is valid',
    (_id, one) => {
      expect(compileFiles(one['files'] as ConfigVersion['files']).queues.size).toBeGreaterThan(0);
    },
  );
});
