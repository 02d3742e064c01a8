import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CosmosClient } from '@azure/cosmos';
import { createCrashLoad } from '../../local/cosmos/crash-load.testsuite';
import { createRandom } from '../../local/kit/faults';
import { killsOf } from '../../local/kit/kills.testsuite';
import { launch, OPEN_AT, stepped, type Launched } from '../../local/launch';
import { createSimulatorClient } from '../journeys/support/simulator-client';
import { roughOptions } from '../journeys/support/rough';

jest.setTimeout(3_600_000);

const KILLS = killsOf(10);
const WRITERS = 4;
const MOST_APPENDS_BETWEEN = 60;
/** Longer than the first retries of Event Grid, a claim and the sweep after it. */
const RECOVERY_MS = 180_000;
/** Each customer has an own number; a hundred rounds of a hundred. */
const FIRST_NUMBER = 14_255_570_000;

const folder = mkdtempSync(join(tmpdir(), 'switchboard-cloud-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = (): Promise<Launched> =>
  launch({
    root: join(__dirname, '../..'),
    folder,
    tlsFolder: process.env['SWITCHBOARD_TLS'] ?? null,
    options: [...stepped(OPEN_AT), ...roughOptions()],
  });

const cosmosOf = ({ endpoints: { cosmos } }: Launched) =>
  new CosmosClient({ endpoint: cosmos.endpoint, key: cosmos.key, connectionPolicy: { requestTimeout: 20_000 } });

/** Customers text, each a first word; answers whose text was taken. */
async function textUntilKilled({ endpoints }: Launched, round: number): Promise<readonly string[]> {
  const simulator = createSimulatorClient(endpoints.console.endpoint);
  const taken: string[] = [];
  try {
    for (let n = 0; n < 100; n += 1) {
      const number = `+${FIRST_NUMBER + round * 100 + n}`;
      await simulator.post(`/_local/handsets/${encodeURIComponent(number)}/texts`, { text: `I am ${number}` });
      taken.push(number);
      await simulator.post('/_local/clock', { byMs: 500 });
    }
  } catch {
    // Killed.
  }
  return taken;
}

test('the cloud services killed under load: no acknowledged write is lost, no batch torn, no change untold, no text unheard', async () => {
  const load = createCrashLoad(WRITERS);
  const random = createRandom(20_261_126);
  const taken: string[] = [];
  for (let round = 0; round < KILLS; round += 1) {
    const azure = await start();
    const cosmos = cosmosOf(azure);
    const { database } = await cosmos.databases.createIfNotExists({ id: 'crash' });
    const { container } = await database.containers.createIfNotExists({
      id: 'journals',
      partitionKey: { paths: ['/pk'] },
    });
    const enough = load.acknowledged() + 1 + Math.floor(random() * MOST_APPENDS_BETWEEN);
    const texting = textUntilKilled(azure, round);
    const writing = load.writeUntilKilled(container);
    const following = load.follow(container).catch(() => undefined);
    while (load.acknowledged() < enough) await new Promise((soon) => setTimeout(soon, 1));
    await azure.kill();
    const [texts] = await Promise.all([texting, writing, following]);
    taken.push(...texts);
    cosmos.dispose();
  }
  const azure = await start();
  try {
    const cosmos = cosmosOf(azure);
    expect(await load.broken(cosmos.database('crash').container('journals'))).toEqual([]);
    await createSimulatorClient(azure.endpoints.console.endpoint).post('/_local/clock', { byMs: RECOVERY_MS });
    const heard = await heardTexts(cosmos, azure.endpoints.cosmos.database);
    expect(taken.filter((number) => heard.filter((text) => text === `I am ${number}`).length !== 1)).toEqual([]);
    expect(taken.length).toBeGreaterThan(0);
    cosmos.dispose();
  } finally {
    await azure.stop();
  }
});

async function heardTexts(cosmos: CosmosClient, database: string): Promise<readonly string[]> {
  const { resources } = await cosmos
    .database(database)
    .container('interactions')
    .items.query<string>(`SELECT VALUE c.text FROM c WHERE c.kind = 'message' AND STARTSWITH(c.text, 'I am ')`)
    .fetchAll();
  return resources;
}
