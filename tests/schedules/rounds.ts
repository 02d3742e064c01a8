import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { Found, Round } from './round';

/**
 * Plays the seeds in processes of their own, from one bundle: under jest every look at an import or a global goes through its sandbox,
 * which makes a schedule three times as dear.
 */
export async function playInProcesses(fromSeed: number, schedules: number, processes: number): Promise<Found> {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-schedules-'));
  try {
    const bundle = join(folder, 'round.js');
    buildSync({
      entryPoints: [join(__dirname, 'round-process.ts')],
      bundle: true,
      platform: 'node',
      target: 'node20',
      sourcemap: 'inline',
      outfile: bundle,
    });
    const parts = Array.from({ length: processes }, (_, part) => ({
      fromSeed: fromSeed + part,
      untilSeed: fromSeed + schedules,
      every: processes,
    }));
    return together(await Promise.all(parts.map((round) => found(bundle, round))));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function found(bundle: string, round: Round): Promise<Found> {
  return new Promise((resolve, reject) => {
    const child = fork(bundle, [], { execArgv: ['--enable-source-maps'] });
    let answer: Found | null = null;
    child.once('message', (message) => {
      answer = message as Found;
      // Not before: an end may be heard before what was said last.
      child.disconnect();
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      if (answer === null)
        reject(new Error(`The process from seed ${round.fromSeed} on ended with ${code ?? 'a signal'}.`));
      else resolve(answer);
    });
    child.send(round);
  });
}

function together(parts: readonly Found[]): Found {
  const counts = new Map<string, number>();
  for (const [fault, times] of parts.flatMap((part) => part.counts))
    counts.set(fault, (counts.get(fault) ?? 0) + times);
  return {
    broken: parts.flatMap(({ broken }) => broken).sort((a, b) => a.seed - b.seed),
    counts: [...counts],
    lengths: parts.flatMap(({ lengths }) => lengths),
  };
}
