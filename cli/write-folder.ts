import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Terminal } from './terminal';
import { CliError } from './told';

/** Where files may be written: a folder that is empty or not there yet, or any with `force`. */
export function folderToWrite(terminal: Terminal, folder: string, force: boolean): string {
  const root = resolve(terminal.folder, folder);
  if (!force && !isEmpty(root))
    throw new CliError('usage', `${folder} is not empty: --force writes over what is there.`);
  return root;
}

const isEmpty = (folder: string): boolean =>
  statSync(folder, { throwIfNoEntry: false }) === undefined || readdirSync(folder).length === 0;

export function writeInto(root: string, name: string, content: string): void {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), content);
}
