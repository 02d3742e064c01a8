import { execFileSync, spawn } from 'node:child_process';
import { createReadStream, existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import packaged from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

/** Chromium out of the npm package: nothing has to be installed on the machine. `fonts`: folders with more of them. */
export async function launchChromium(fonts: readonly string[] = []): Promise<Browser> {
  const executablePath = await packaged.executablePath();
  const libraries = lacksLibraries(executablePath) ? await extractLibraries() : undefined;
  return chromium.launch({
    executablePath,
    // The package's own arguments switch web security off.
    args: ['--no-sandbox'],
    env: {
      ...process.env,
      ...(libraries === undefined ? {} : { LD_LIBRARY_PATH: libraries }),
      ...(fonts.length === 0 ? {} : { FONTCONFIG_FILE: fontConfiguration(fonts) }),
    },
  });
}

/** What the machine has, and these folders. Where Segoe UI is asked for, which Windows has, Inter is the nearest to it. */
function fontConfiguration(folders: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'chromium-fonts-'));
  const directories = ['/usr/share/fonts', ...folders].map((one) => `<dir>${one}</dir>`).join('');
  const file = join(folder, 'fonts.conf');
  const instead = ['Segoe UI', 'sans-serif', 'serif'].map(
    (one) => `<alias binding="strong"><family>${one}</family><prefer><family>Inter</family></prefer></alias>`,
  );
  const content = [directories, ...instead, `<cachedir>${folder}</cachedir>`].join('');
  writeFileSync(file, `<fontconfig>${content}</fontconfig>`);
  return file;
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
