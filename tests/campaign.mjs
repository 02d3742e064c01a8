// Runs the laws, the journeys and the long crash loops again and again for hours, each round with another seed.
// `npm run campaign -- --hours 8`: ends at the first failure and names the seed, or when the time is up.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { hours: { type: 'string', default: '8' } } });
const until = Date.now() + Number(values.hours) * 3_600_000;
const jest = fileURLToPath(new URL('jest.mjs', import.meta.url));
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
