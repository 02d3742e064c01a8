import { scheduleOf, type Move } from './draw';
import { play } from './play';
import { howFor, journalFor, type Found } from './round';
import { playInProcesses } from './rounds';
import { shrink, trace } from './shrink';

/** How many seeded schedules are played; a campaign plays more. */
const SCHEDULES = Number(process.env['SCHEDULES'] ?? 10_000);
const FROM_SEED = Number(process.env['FROM_SEED'] ?? 1);
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
  'pen unknown, taken',
  'fence conflict',
  'caught up',
  'pen refused',
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
  'died before taking the pen',
  'died after taking the pen',
  'died while waiting for the pen',
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

/** The suites beside this one need the other core. */
const PROCESSES = Number(process.env['SCHEDULE_PROCESSES'] ?? 1);

let found: Found = { broken: [], counts: [], lengths: [] };

beforeAll(async () => {
  found = await playInProcesses(FROM_SEED, SCHEDULES, PROCESSES);
}, 86_400_000);

test.each(LAWS)(
  '%s: %s',
  async (law) => {
    const seed = found.broken.find((one) => one.law === law)?.seed;
    if (seed === undefined) return;
    const again = (moves: readonly Move[]) => play(moves, journalFor(seed), howFor(seed, new Map()));
    const fails = async (moves: readonly Move[]) => (await again(moves)).breaches.some((one) => one.law === law);
    const shortest = await shrink(scheduleOf(seed), fails);
    const { breaches } = await again(shortest);
    const words = breaches.map((one) => `${one.law}: ${one.words}`).join('\n');
    throw new Error(`Seed ${seed}, shrunk to ${shortest.length} moves:\n${trace(shortest)}\n${words}`);
  },
  600_000,
);

test('schedules are long, and every fault comes often', () => {
  const { lengths } = found;
  const counts = new Map(found.counts);
  const played = lengths.length;
  const median = [...lengths].sort((a, b) => a - b)[Math.floor(lengths.length / 2)] ?? 0;
  const rows = FAULTS.map((fault) => `  ${String(counts.get(fault) ?? 0).padStart(8)} ${fault}`);
  const sum = lengths.reduce((all, one) => all + one, 0);
  process.stdout.write(
    `${[`${played} schedules from seed ${FROM_SEED} on, ${sum} commands, median ${median}`, ...rows].join('\n')}\n`,
  );
  expect(median).toBeGreaterThanOrEqual(50);
  const due = Math.min(EVERY_FAULT, Math.floor(played / 50));
  expect(FAULTS.filter((fault) => (counts.get(fault) ?? 0) < due)).toEqual([]);
});
