import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hold, type Breaks } from './hold';
import { launch, OPEN_AT, stepped } from '../local/launch';
import { isPromiseName, PROMISE_NAMES } from './promises/promises';
import { createWorld } from './world';

const AGENTS = ['cameron', 'diego'];
const say = (line: string) => process.stdout.write(`${line}\n`);

/** Plays the stories on local Azure in `--folder`; the exit code tells whether all is as promised. */
async function perform(): Promise<number> {
  const options = {
    folder: { type: 'string' },
    break: { type: 'string' },
    breaks: { type: 'boolean' },
    faults: { type: 'boolean' },
    seed: { type: 'string' },
  } as const;
  const { values } = parseArgs({ options });
  if (values.folder === undefined) throw new Error('Start the demo with `npm run demo`.');
  return onLocalAzure(
    values.folder,
    breaksOf(values.break, values.breaks === true),
    values.faults === true ? seedOf(values.seed) : null,
  );
}

/** Of what goes wrong: the same one each time, unless another is asked for. */
function seedOf(given: string | undefined): number {
  const seed = Number(given ?? 20_261_005);
  if (!Number.isSafeInteger(seed)) throw new Error('--seed takes a whole number.');
  return seed;
}

function breaksOf(one: string | undefined, wantsAll: boolean): Breaks {
  if (wantsAll) return { kind: 'all' };
  if (one === undefined) return { kind: 'none' };
  if (!isPromiseName(one)) throw new Error(`--break takes one of ${PROMISE_NAMES.join(', ')}.`);
  return { kind: 'one', name: one };
}

async function onLocalAzure(folder: string, breaks: Breaks, faultsSeed: number | null): Promise<number> {
  const root = join(__dirname, '../..');
  const azure = await launch({ root, folder, tlsFolder: join(folder, 'tls'), options: stepped(OPEN_AT) });
  const world = createWorld(azure.endpoints, AGENTS, say);
  try {
    const { broken, missed } = await hold(world, breaks, say, faultsSeed);
    return broken.length + missed.length === 0 ? 0 : 1;
  } catch (error) {
    say(azure.output());
    throw error;
  } finally {
    world.close();
    await azure.stop();
  }
}

void perform().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
