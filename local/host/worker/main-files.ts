import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { glob } from 'tinyglobby';

/**
 * The files that an app's `main` names, which is a pattern as the templates write it: `dist/src/{index.js,functions/*.js}`.
 * The worker leaves their order to the disk (startApp.ts: globby); here those that lie higher come first, each by its name.
 */
export async function mainFilesOf(folder: string): Promise<readonly string[]> {
  const { main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { main?: string };
  if (main === undefined)
    throw new Error(`The package.json in ${folder} names no main: the worker would load nothing.`);
  const found = await glob(main, { cwd: folder });
  if (found.length === 0) throw new Error(`The app's main ${main} fits no file in ${folder}: build the app first.`);
  const depth = (file: string) => file.split('/').length;
  return found
    .toSorted((one, other) => depth(one) - depth(other) || (one < other ? -1 : 1))
    .map((file) => join(folder, file));
}
