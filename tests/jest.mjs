// Starts jest with the local certificate authority trusted: Node reads NODE_EXTRA_CA_CERTS only when a process starts.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleLibraries } from './libraries.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
const { ensureTls } = require(join(root, 'dist/local/kit/tls.js'));
const tlsFolder = join(root, 'node_modules/.cache/switchboard-tls');
const [{ caFile }, librariesFolder] = await Promise.all([ensureTls(tlsFolder), bundleLibraries(root)]);
const jest = join(root, 'node_modules/jest/bin/jest.js');
const args = process.argv.slice(2);
/** Who asks for a file gets it as it stands; a run of all tells journeys on fewer stages. */
const isWhole = !args.some((arg) => !arg.startsWith('-') && arg.includes('/'));
const { status } = spawnSync(process.execPath, [jest, ...args], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    NODE_EXTRA_CA_CERTS: caFile,
    SWITCHBOARD_TLS: tlsFolder,
    SWITCHBOARD_LIBRARIES: librariesFolder,
    ...(isWhole ? { TOGETHER: '1' } : {}),
  },
});
process.exit(status ?? 1);
