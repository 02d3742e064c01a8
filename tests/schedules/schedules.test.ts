import { memoryJournal } from '../contracts/fakes/memory-stores';
import { scheduleOf, type Move } from './draw';
import type { Counts } from './instance';
import { play } from './play';
import { shrink, trace } from './shrink';

/** How many seeded schedules are played; a campaign plays more. */
const SCHEDULES = Number(process.env['SCHEDULES'] ?? 10_000);
const FROM_SEED = Number(process.env['FROM_SEED'] ?? 1);
/** So many broken schedules say enough. */
const ENOUGH = 12;
/** Each schedule of so many keeps copies of what it writes, so that nobody changes what was written. */
const COPYING = 50;
/** One in so many is looked at thoroughly at its end. */
const THOROUGH = 10;
const EVERY_FAULT = 500;

const FAULTS = [
  'command lost',
  'command late',
  'command doubled',
  'command swapped',
  'command together',
  'write unknown, written',
  'write unknown, lost',
  'roll unknown, written',
  'fence conflict',
  'act failed',
  'clock jump, all',
  'clock jump back, one',
  'clock jump forward, one',
  'version published',
  'died before a load',
  'died after a load',
  'died before an append',
  'died after an append',
  'died before a roll',
  'died after a roll',
  'died after a look at the fence',
  'died after a configuration',
  'died before an act',
  'died after an act',
];

const LAWS = [
  ['I1', 'every accepted visit waits, is looked at, or ended'],
  ['I2', 'as many live offers as the queue allows, and one assignment'],
  ['I3', 'what an agent holds is within their capacity'],
  ['I4', 'only a live offer of that agent is accepted, once'],
  ['I5', 'the journal has no gaps, and folds to the state'],
  ['I6', 'nothing is done that nothing durable lists, and nothing listed stays undone'],
  ['I7', 'the same command twice changes nothing twice'],
  ['I8', 'each visit keeps its place, and the first is offered'],
  ['I9', 'an offer goes to the agent whom the policy names'],
  ['I10', 'an agent is in at most one shard'],
  ['I11', 'after a tick nobody eligible and nothing waiting for them are there at once'],
  ['I12', 'every visit that came is there, or ended once'],
  ['I15', 'no agent, offer or visit is without an exit'],
  ['health', 'the health report finds nothing'],
] as const;

const broken = new Map<string, { readonly seed: number; readonly words: string }>();
const counts: Counts = new Map();
const lengths: number[] = [];
let played = 0;

const journalFor = (seed: number) => () => memoryJournal(seed % COPYING === 0 ? copied : (value) => value);

const copied = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const howFor = (seed: number, into: Counts) => ({ counts: into, isThorough: seed % THOROUGH === 0 });

beforeAll(async () => {
  let failures = 0;
  for (let seed = FROM_SEED; seed < FROM_SEED + SCHEDULES && failures < ENOUGH; seed += 1) {
    const { breaches, commands } = await play(scheduleOf(seed), journalFor(seed), howFor(seed, counts));
    for (const { law, words } of breaches) if (!broken.has(law)) broken.set(law, { seed, words });
    if (breaches.length > 0) failures += 1;
    lengths.push(commands);
    played += 1;
  }
}, 86_400_000);

test.each(LAWS)(
  '%s: %s',
  async (law) => {
    const found = broken.get(law);
    if (found === undefined) return;
    const fails = async (moves: readonly Move[]) =>
      (await play(moves, journalFor(found.seed), howFor(found.seed, new Map()))).breaches.some(
        (one) => one.law === law,
      );
    const shortest = await shrink(scheduleOf(found.seed), fails);
    const { breaches } = await play(shortest, journalFor(found.seed), howFor(found.seed, new Map()));
    const words = breaches.map((one) => `${one.law}: ${one.words}`).join('\n');
    throw new Error(`Seed ${found.seed}, shrunk to ${shortest.length} moves:\n${trace(shortest)}\n${words}`);
  },
  600_000,
);

test('schedules are long, and every fault comes often', () => {
  const median = [...lengths].sort((a, b) => a - b)[Math.floor(lengths.length / 2)] ?? 0;
  const rows = FAULTS.map((fault) => `  ${String(counts.get(fault) ?? 0).padStart(8)} ${fault}`);
  const sum = lengths.reduce((all, one) => all + one, 0);
  process.stdout.write(
    `${[`${played} schedules from seed ${FROM_SEED} on, ${sum} commands, median ${median}`, ...rows].join('\n')}\n`,
  );
  expect(median).toBeGreaterThanOrEqual(50);
  const due = Math.min(EVERY_FAULT, Math.floor(played / 20));
  expect(FAULTS.filter((fault) => (counts.get(fault) ?? 0) < due)).toEqual([]);
});
