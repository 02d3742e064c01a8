import { execFileSync, spawn } from 'node:child_process';
import { createReadStream, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import packaged from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

/** Chromium out of the npm package: nothing has to be installed on the machine. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = await packaged.executablePath();
  const libraries = lacksLibraries(executablePath) ? await extractLibraries() : undefined;
  return chromium.launch({
    executablePath,
    // The package's own arguments switch web security off.
    args: ['--no-sandbox'],
    env: { ...process.env, ...(libraries === undefined ? {} : { LD_LIBRARY_PATH: libraries }) },
  });
}

/** Small machines have no NSS; where `ldd` is missing too, nothing can be told and the libraries do no harm. */
function lacksLibraries(executablePath: string): boolean {
  try {
    return execFileSync('ldd', [executablePath], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).includes(
      'not found',
    );
  } catch {
    return true;
  }
}

async function extractLibraries(): Promise<string> {
  const archive = join(dirname(require.resolve('@sparticuz/chromium')), '../../bin/al2023.tar.br');
  if (!existsSync(archive)) throw new Error(`The package has no ${archive}.`);
  const folder = mkdtempSync(join(tmpdir(), 'chromium-libraries-'));
  const tar = spawn('tar', ['-x', '-C', folder], { stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = new Promise<void>((resolve, reject) => {
    tar.once('error', reject);
    tar.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`tar ended with ${code}.`))));
  });
  await pipeline(createReadStream(archive), createBrotliDecompress(), tar.stdin);
  await ended;
  return join(folder, 'lib');
}
