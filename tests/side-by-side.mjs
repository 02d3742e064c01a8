// Runs npm scripts side by side, as many at once as there are cores: `node tests/side-by-side.mjs lint typecheck …`.
// Each one's output comes whole when it ends; one that fails fails the run, after the others have had their say.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

const waiting = process.argv.slice(2);

/** Through npm, which knows the scripts and where their programs are. */
function run(script) {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const child = spawn('npm', ['run', '--silent', script], {
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
    child.once('error', (error) => output.push(Buffer.from(`${error.message}\n`)));
    child.once('close', (code) => {
      const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
      process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'} ${script} (${seconds} s)\n`);
      process.stdout.write(Buffer.concat(output));
      resolve(code === 0);
    });
  });
}

async function oneAfterAnother() {
  const results = [];
  while (waiting.length > 0) results.push(await run(waiting.shift()));
  return results.every(Boolean);
}

// Two lanes at least: a lint that holds one core must not hold up the rest.
const lanes = Math.max(2, availableParallelism());
const held = await Promise.all(Array.from({ length: lanes }, oneAfterAnother));
process.exit(held.every(Boolean) ? 0 : 1);
