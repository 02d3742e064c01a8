import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gather, type Evidence } from './evidence';
import { OPEN_AT, startLocalAzure } from './local-azure';
import { isPromiseName, PROMISE_NAMES, PROMISES, type PromiseName } from './promises/promises';
import { playStories, type Played } from './stories/play';
import { tableOf } from './table';
import { createWorld, type World } from './world';

const AGENTS = ['cameron', 'diego'];
const say = (line: string) => console.log(line);

/** Plays the stories on local Azure in `--folder`, and holds the product to its promises. The exit code tells. */
async function perform(): Promise<number> {
  const options = { folder: { type: 'string' }, break: { type: 'string' }, breaks: { type: 'boolean' } } as const;
  const { values } = parseArgs({ options });
  const { folder, break: toBreak } = values;
  if (folder === undefined) throw new Error('--folder is missing: start the demo with `npm run demo`.');
  if (toBreak !== undefined && !isPromiseName(toBreak))
    throw new Error(`--break takes one of ${PROMISE_NAMES.join(', ')}.`);
  const root = join(__dirname, '../..');
  const azure = await startLocalAzure({ root, folder, tlsFolder: join(folder, 'tls'), at: OPEN_AT, isStepped: true });
  const world = createWorld(azure.endpoints, AGENTS, say);
  try {
    return await hold(world, toBreak, values.breaks === true);
  } catch (error) {
    say(azure.complaints());
    throw error;
  } finally {
    world.close();
    await azure.stop();
  }
}

async function hold(world: World, toBreak: PromiseName | undefined, wantsBreaks: boolean): Promise<number> {
  const played = await playStories(world, say);
  const evidence = await look(world, played);
  if (toBreak !== undefined) await PROMISES[toBreak].breakIt(world, evidence);
  const final = toBreak === undefined ? evidence : await look(world, played);
  say(`\n${tableOf(final)}\n`);
  const broken = PROMISE_NAMES.filter((name) => !isKept(name, final));
  if (!wantsBreaks) return broken.length === 0 ? 0 : 1;
  const missed = await breakAll(world, played, evidence);
  return broken.length + missed.length === 0 ? 0 : 1;
}

const look = (world: World, { told, repeats }: Played): Promise<Evidence> => gather(world, told, repeats);

function isKept(name: PromiseName, evidence: Evidence): boolean {
  const { says, check } = PROMISES[name];
  const against = check(evidence);
  say(`${against.length === 0 ? 'kept  ' : 'BROKEN'}  ${name}: ${says}`);
  for (const reason of against) say(`          ${reason}`);
  return against.length === 0;
}

/** Breaks one promise after the other, each in a world that is whole; gives those whose check did not notice. */
async function breakAll(world: World, played: Played, whole: Evidence): Promise<readonly PromiseName[]> {
  say('\nEach promise broken on purpose');
  const missed: PromiseName[] = [];
  for (const name of PROMISE_NAMES) {
    const undo = await PROMISES[name].breakIt(world, whole);
    const [first] = PROMISES[name].check(await look(world, played));
    say(`${first === undefined ? 'MISSED' : 'caught'}  ${name}${first === undefined ? '' : `: ${first}`}`);
    if (first === undefined) missed.push(name);
    await undo();
  }
  return missed;
}

void perform().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
