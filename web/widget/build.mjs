// Bundles the customer's widget into dist/web/widget: what every page loads, what only chats of ACS need, and what only calls do.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const source = (file) => fileURLToPath(new URL(file, import.meta.url));
const target = fileURLToPath(new URL('../../dist/web/widget/', import.meta.url));
const common = { bundle: true, target: 'es2022', minify: true, logLevel: 'warning', define: { global: 'globalThis' } };

/** Answers the files written. */
export async function buildWidget() {
  await mkdir(target, { recursive: true });
  await Promise.all([
    build({ ...common, entryPoints: [source('main.ts')], outfile: `${target}widget.js`, format: 'iife' }),
    build({ ...common, entryPoints: [source('acs.ts')], outfile: `${target}acs.js`, format: 'esm' }),
    build({ ...common, entryPoints: [source('voice.ts')], outfile: `${target}voice.js`, format: 'esm' }),
  ]);
  return ['widget.js', 'acs.js', 'voice.js'].map((file) => `${target}${file}`);
}
