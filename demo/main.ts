import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureTls } from '../local/kit/tls';

/**
 * `npm run demo`: makes a folder with a certificate authority of its own, and plays in a process that trusts it (Node reads
 * NODE_EXTRA_CA_CERTS only at its start). Nothing is left behind.
 */
async function main(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-demo-'));
  try {
    const { caFile } = await ensureTls(join(folder, 'tls'));
    const args = ['--enable-source-maps', join(__dirname, 'perform.js'), '--folder', folder, ...process.argv.slice(2)];
    const child = spawn(process.execPath, args, {
      stdio: 'inherit',
      env: { ...process.env, NODE_EXTRA_CA_CERTS: caFile },
    });
    process.on('SIGINT', () => child.kill('SIGINT'));
    return await new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main().then((code) => process.exit(code));
