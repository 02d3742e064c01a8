// Runs the laws, the journeys and the long crash loops again and again for hours, each round with another seed.
// `npm run campaign -- --hours 8`: ends at the first failure and names the seed, or when the time is up.
// `npm run campaign -- --schedules 1000000`: so many seeded schedules of the routing shard with every fault
// (tests/schedules), and nothing else; `--from 5000000` begins at another seed.
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    hours: { type: 'string', default: '8' },
    schedules: { type: 'string' },
    from: { type: 'string', default: '1' },
  },
});
const until = Date.now() + Number(values.hours) * 3_600_000;
const jest = fileURLToPath(new URL('jest.mjs', import.meta.url));

if (values.schedules !== undefined) {
  runSchedules(Number(values.schedules));
  process.exit(0);
}

/** In rounds, so that a failure is known soon; it prints the seed and the shrunk schedule. */
function runSchedules(wanted) {
  if (!Number.isSafeInteger(wanted) || wanted < 1) throw new Error('--schedules takes a whole number from 1.');
  const ofRound = 10_000;
  const first = Number(values.from);
  const began = Date.now();
  for (let held = 0; held < wanted;) {
    const now = Math.min(ofRound, wanted - held);
    const run = spawnSync(process.execPath, [jest, '--testTimeout=86400000', 'tests/schedules'], {
      stdio: 'inherit',
      env: {
        ...process.env,
        SCHEDULES: String(now),
        FROM_SEED: String(first + held),
        SCHEDULE_PROCESSES: String(availableParallelism()),
      },
    });
    if (run.status !== 0) process.exit(1);
    held += now;
    const perSecond = (held / (Date.now() - began)) * 1_000;
    console.log(`${held} schedules held, ${perSecond.toFixed(0)} a second.`);
  }
}

let rounds = 0;
while (Date.now() < until) {
  const seed = String(Math.floor(Math.random() * 2 ** 31));
  const run = spawnSync(process.execPath, [jest, '--silent', '--seed', seed], {
    stdio: 'inherit',
    env: { ...process.env, FULL: '1' },
  });
  if (run.status !== 0) {
    console.error(`Round ${rounds + 1} failed with seed ${seed}.`);
    process.exit(1);
  }
  rounds += 1;
  console.log(`Round ${rounds} held (seed ${seed}).`);
}
console.log(`${rounds} rounds held.`);
