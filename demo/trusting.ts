import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureTls } from '../local/kit/tls';

/**
 * Runs a script with a folder of its own, whose certificate authority (in `tls`) it trusts: Node reads NODE_EXTRA_CA_CERTS only when
 * a process starts. The folder is `--folder`, and gone afterwards. Gives the script's exit code.
 */
export async function runTrusting(script: string, args: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-'));
  try {
    const { caFile } = await ensureTls(join(folder, 'tls'));
    const child = spawn(process.execPath, ['--enable-source-maps', script, '--folder', folder, ...args], {
      stdio: 'inherit',
      env: { ...process.env, NODE_EXTRA_CA_CERTS: caFile },
    });
    process.on('SIGINT', () => child.kill('SIGINT'));
    return await new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
