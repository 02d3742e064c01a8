// Puts together what a function app is deployed as: node infra/package.mjs [folder]
// The app is one file with its packages inside, so nothing is installed or built in Azure, and nothing else of the
// repository goes there.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** By `npm run build`, `npm run build` and `npm run desk:build`. */
const PARTS = ['functions', 'web/widget', 'desk'];

/** Writes the package to a folder, which is emptied before. Throws where something was not built. */
export function packageTo(folder, built = join(root, 'dist')) {
  const missing = PARTS.filter((part) => !existsSync(join(built, part)));
  if (missing.length > 0)
    throw new Error(`Not built: ${missing.join(', ')}. Run npm run build and npm run desk:build first.`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const part of PARTS) cpSync(join(built, part), join(folder, 'dist', part), { recursive: true });
  cpSync(join(root, 'host.json'), join(folder, 'host.json'));
  const { name, version, main } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const json = (file, content) => writeFileSync(join(folder, file), `${JSON.stringify(content, null, 2)}\n`);
  json('package.json', { name, version, main, private: true });
  // Tells the Core Tools what they publish; they and azd leave it out.
  json('local.settings.json', { IsEncrypted: false, Values: { FUNCTIONS_WORKER_RUNTIME: 'node' } });
  writeFileSync(join(folder, '.funcignore'), 'local.settings.json\n.funcignore\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = resolve(process.argv[2] ?? join(root, '.package'));
  packageTo(folder);
  console.log(folder);
}
