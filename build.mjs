// Compiles the product and local Azure into dist/, without looking at types: `npm run typecheck` does that, and a start would
// have to wait for it. The app and local Azure's two processes become one file each, the rest stays file by file.
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildPage } from './local/console/build.mjs';
import { buildWidget } from './web/widget/build.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));
const dist = join(root, 'dist');
/** All but what only jest runs, which compiles for itself; desks of the bench listen as those in browsers do. */
const folders = JSON.parse(await readFile(join(root, 'tsconfig.json'), 'utf8'))
  .include.filter((one) => one !== 'tests')
  .concat(join('web', 'live'));
/** Built by a command of its own: `npm run desk:build`. */
const DESK = join(dist, 'desk') + sep;
const PAGE = join('local', 'console', 'page') + sep;

/** Programs that start often: reading one file takes half the time of reading two thousand. */
const PROGRAMS = ['functions/index.ts', 'local/main.ts', 'local/host/main.ts', 'transcripts/main.ts'].map((file) =>
  join(...file.split('/')),
);

const isCompiled = (file) => file.endsWith('.ts') && !/\.(test|testsuite|d)\.ts$/.test(file) && !file.startsWith(PAGE);

async function sourcesOf(folder) {
  const found = await readdir(join(root, folder), { recursive: true });
  return found.map((file) => join(folder, file)).filter(isCompiled);
}

/**
 * A program is read and compiled at each of its starts, and a single letter outside of ASCII makes two bytes of each of its six million.
 * esbuild escapes those in strings; what it leaves is in regular expressions, which may say it likewise.
 */
async function escapeLetters(file) {
  const text = await readFile(file, 'utf8');
  const escaped = text.replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
  if (escaped !== text) await writeFile(file, escaped);
}

await mkdir(dist, { recursive: true });
// How a program takes its packages along. Outside stay what the host provides, and what is compiled for the machine; modules of
// the other kind ask where they are.
const bundling = JSON.parse(await readFile(join(root, 'bundling.json'), 'utf8'));
const common = {
  absWorkingDir: root,
  outbase: '.',
  outdir: 'dist',
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  sourcemap: 'linked',
  // The sources lie beside it.
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
};
const sources = (await Promise.all(folders.map(sourcesOf))).flat();
const [compiled, bundled, page, widget] = await Promise.all([
  build({
    ...common,
    entryPoints: sources.filter((file) => !/^(functions|transcripts)\b/.test(file) && !PROGRAMS.includes(file)),
  }),
  build({
    ...common,
    entryPoints: PROGRAMS,
    bundle: true,
    minifyWhitespace: true,
    minifySyntax: true,
    // An error that nobody caught is printed with its line.
    lineLimit: 200,
    ...bundling,
  }),
  buildPage(),
  buildWidget(),
]);

await Promise.all(PROGRAMS.map((file) => escapeLetters(join(dist, file.replace(/\.ts$/, '.js')))));

// What was renamed or deleted must not live on. Afterwards, because somebody may be running what is there.
const outputs = [compiled, bundled].flatMap(({ metafile }) => Object.keys(metafile.outputs));
const written = new Set([...outputs.map((file) => join(root, file)), ...page, ...widget]);
for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
  const file = join(entry.parentPath ?? entry.path, entry.name);
  if (!entry.isDirectory() && !written.has(file) && !file.startsWith(DESK)) await rm(file);
}
