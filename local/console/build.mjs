// Bundles the console's page into dist/local/console/page.
import { copyFile, mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const source = new URL('./page/', import.meta.url);
const target = new URL('../../dist/local/console/page/', import.meta.url);
const SCRIPTS = ['main', 'inspector'];
const COPIED = ['index.html', 'style.css', 'inspector.html', 'inspector.css', 'icon.svg'];

/** Bundles the pages as the browser loads them; answers the files written. */
export async function buildPage() {
  await mkdir(target, { recursive: true });
  await build({
    entryPoints: SCRIPTS.map((name) => fileURLToPath(new URL(`${name}.ts`, source))),
    outdir: fileURLToPath(target),
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    sourcemap: 'linked',
    logLevel: 'warning',
  });
  for (const file of COPIED) await copyFile(new URL(file, source), new URL(file, target));
  const built = SCRIPTS.flatMap((name) => [`${name}.js`, `${name}.js.map`]);
  return [...built, ...COPIED].map((file) => fileURLToPath(new URL(file, target)));
}
