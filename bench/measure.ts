import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launch, OPEN_AT, stepped } from '../local/launch';
import { createWorld, type World } from '../demo/world';
import { benchChats } from './chats';
import { benchCosts } from './costs';
import { machine, wanted } from './figure';
import { benchEngine } from './local/engine';
import { benchRefusals } from './refusals';
import { benchDecisions } from './routing/decisions';

const ROOT = join(__dirname, '../..');
const NAMES = ['routing', 'durable', 'chats', 'costs', 'refusals'] as const;

/** Measures, one line of JSON a figure; `--only <name>` measures one thing. */
async function measure(): Promise<void> {
  const { values } = parseArgs({ options: { folder: { type: 'string' }, only: { type: 'string' } } });
  const { folder, only } = values;
  if (folder === undefined) throw new Error('Start it with `npm run bench`.');
  const wants = wanted(NAMES, only);
  machine();
  if (wants('routing')) benchDecisions(10_000);
  if (wants('refusals')) benchRefusals();
  if (wants('durable')) await benchEngine(ROOT);
  if (wants('chats')) await onLocalAzure(folder, false, ['cameron', 'diego', 'enrico'], benchChats);
  if (wants('costs')) await onLocalAzure(folder, true, ['cameron', 'diego'], benchCosts);
}

/** A chat needs no opening hours to be answered fast, but the flow looks at them: the clock begins on a Monday morning. */
async function onLocalAzure(
  folder: string,
  isStepped: boolean,
  agentIds: readonly string[],
  bench: (world: World) => Promise<void>,
): Promise<void> {
  const own = join(folder, isStepped ? 'stepped' : 'following');
  const tlsFolder = join(folder, 'tls');
  const options = isStepped ? stepped(OPEN_AT) : ['--quiet', '--at', OPEN_AT];
  const azure = await launch({ root: ROOT, folder: own, tlsFolder, options });
  const world = createWorld(azure.endpoints, agentIds, () => undefined);
  try {
    await bench(world);
  } finally {
    world.close();
    await azure.stop();
  }
}

void measure().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
