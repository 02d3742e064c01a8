// Runs under another version of Node what a version can break: units, emulators, two journeys, and a start of everything.
// `npm run test:node -- 22`; npm fetches that version for the run, nothing is installed.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [wanted, ...only] = process.argv.slice(2);
if (wanted === undefined || !/^\d+$/.test(wanted)) {
  console.error('Name a version: npm run test:node -- 22');
  process.exit(1);
}
const run = (command, args) => spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status ?? 1;

if (process.versions.node.split('.')[0] !== wanted) {
  const self = fileURLToPath(import.meta.url);
  process.exit(run('npm', ['exec', '--yes', `--package=node@${wanted}`, '--', 'node', self, wanted, ...only]));
}

/** As `npm start`, quiet: everything is up, and ends when it is told to. */
async function starts() {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-'));
  const args = [join(root, 'dist/local/main.js'), '--data', folder, '--free-ports', '--quiet'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  createInterface({ input: child.stdout }).on('line', (line) => {
    console.log(line);
    if (line.includes('Console:')) child.kill('SIGTERM');
  });
  const code = await ended;
  rmSync(folder, { recursive: true, force: true });
  return code;
}

const jest = (...args) => run(process.execPath, [join(root, 'tests/jest.mjs'), ...args]);
const steps = {
  build: () => run(process.execPath, [join(root, 'build.mjs')]),
  start: starts,
  journeys: () => jest('tests/journeys/(sms|phone)\\.test'),
  units: () => jest('--selectProjects', 'unit', 'emulators'),
};
console.log(`Node ${process.version}`);
const failed = [];
for (const [name, step] of Object.entries(steps)) {
  if (only.length > 0 && !only.includes(name)) continue;
  if ((await step()) !== 0) failed.push(name);
}
console.log(
  failed.length === 0
    ? `All holds under ${process.version}.`
    : `Under ${process.version} failed: ${failed.join(', ')}.`,
);
process.exit(failed.length === 0 ? 0 : 1);
