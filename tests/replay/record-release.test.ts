import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registerInteraction } from '../../functions/durable/interaction';
import { OPEN_AT } from '../../local/launch';
import { openStage, type Stage } from '../journeys/support/stage';
import { chatInSupport, complete } from '../journeys/support/stories';
import { textCustomer } from '../journeys/support/text-customer';
import { statesIn } from './support/journals';
import { dumpLocalData } from './support/local-data';
import { answerTo, orchestrationsIn } from './support/orchestrator';
import { keepMade, keepRecorded, releases, type StoredDocument } from './support/release';

jest.mock('@azure/functions-core', () => jest.requireActual<object>('../contracts/fakes/functions-core'), {
  virtual: true,
});
jest.mock('../../functions/compose', () => ({ appOf: () => undefined }));
jest.setTimeout(600_000);

const ROOT = join(__dirname, '../..');
const read = (file: string) => JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as never;

/** Conversations that have ended, and some of each channel that are under way: waiting, talking, parked, in a menu. */
async function live(stage: Stage): Promise<void> {
  const [cameron, adele] = [stage.agent('cameron'), stage.agent('adele')];
  await cameron.ready();
  await adele.ready();
  const ended = await chatInSupport(stage, 'Ended');
  await cameron.press('accept');
  await cameron.write('What does it do?');
  await ended.say('It burns');
  await complete(stage, cameron);
  await stage.passQuietly(60_000);
  const talking = await chatInSupport(stage, 'Talking');
  await cameron.press('accept');
  await talking.say('It smokes');
  const parked = textCustomer(stage, '+14255550171');
  await parked.text('repair');
  await stage.pass(2_000);
  await cameron.press('accept');
  await cameron.notReady();
  await adele.notReady();
  await textCustomer(stage, '+14255550172').text('Good morning');
  await textCustomer(stage, '+14255550173').text('buy');
  await chatInSupport(stage, 'Waiting');
  const caller = await stage.caller('+14255550174');
  await stage.pass(3_000);
  await caller.press('1');
  await stage.pass(5_000);
}

const CONTAINERS = (read('infra/containers.json') as { id: string }[])
  .map(({ id }) => id)
  .filter((id) => id !== 'leases');

/** `npm run record-release`: what this release stores, for all later ones to read. */
test('the release is recorded', async () => {
  const { version } = read('package.json') as { version: string };
  expect(process.env['AGAIN'] === '1' ? [] : releases()).not.toContain(version);
  const folder = mkdtempSync(join(tmpdir(), 'release-'));
  try {
    const stage = await openStage(OPEN_AT, [], folder);
    await live(stage);
    const documents: Record<string, StoredDocument[]> = {};
    for (const id of CONTAINERS) documents[id] = await stage.query<StoredDocument>(id, 'SELECT * FROM c');
    const { now: at } = await stage.simulator.get<{ now: number }>('/_local/clock');
    await stage.stop();
    const local = dumpLocalData(folder);
    keepRecorded(version, { documents, local, at });
    registerInteraction();
    const orchestrations = orchestrationsIn(local);
    expect(orchestrations.length).toBeGreaterThan(5);
    const answers: Record<string, unknown> = {};
    for (const one of orchestrations) answers[one.id] = await answerTo(one);
    keepMade(version, { answers, shards: statesIn(documents['routing'] ?? []) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
