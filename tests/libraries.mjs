// Libraries that many suites load, each as one file: jest loads every module anew for every suite, and what libraries are made of is half
// of what a suite loads. Those that take and give plain values come from outside of the sandbox (`environment.cjs`).
import { existsSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);
const { LIBRARIES, OUTSIDE, fileOf } = require('./libraries.cjs');

/** Makes those that an install is newer than, and answers their folder. */
export async function bundleLibraries(root) {
  const folder = join(root, 'node_modules/.cache/switchboard-libraries');
  const installed = statSync(join(root, 'node_modules/.package-lock.json')).mtimeMs;
  const isNew = (file) => existsSync(file) && statSync(file).mtimeMs > installed;
  mkdirSync(folder, { recursive: true });
  const wanted = LIBRARIES.filter((name) => !isNew(fileOf(folder, name)));
  await Promise.all(wanted.map((name) => bundle(root, name, fileOf(folder, name))));
  for (const name of OUTSIDE) writeFileSync(fileOf(folder, name), `module.exports = globalThis.outside['${name}'];\n`);
  return folder;
}

async function bundle(root, name, file) {
  // Two runs at once each write a file of their own, and the name changes hands whole.
  const written = `${file}.${process.pid}`;
  await build({
    absWorkingDir: root,
    entryPoints: [name],
    outfile: written,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // Classes that several packages know each other by.
    external: ['@azure/core-*', '@azure/abort-controller', '@azure/logger', '@typespec/*'],
    logLevel: 'warning',
  });
  renameSync(written, file);
}
