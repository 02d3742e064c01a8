import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Contents in files that never change: a new content is a new file. */
export interface Disk {
  /** On disk when it resolves; gives the file's name. */
  write(content: Buffer): Promise<string>;
  read(file: string): Promise<Buffer>;
  remove(files: readonly string[]): Promise<void>;
  /** Removes what no record names: left by a process that died between file and record. */
  sweep(named: ReadonlySet<string>): Promise<void>;
}

export function openDisk(folder: string): Disk {
  mkdirSync(folder, { recursive: true });
  const remove = async (files: readonly string[]) => {
    await Promise.all(files.map((file) => rm(join(folder, file), { force: true })));
  };
  return {
    async write(content) {
      const file = randomUUID();
      const handle = await open(join(folder, file), 'wx');
      try {
        await handle.writeFile(content);
        await handle.sync();
      } finally {
        await handle.close();
      }
      return file;
    },
    read: (file) => readFile(join(folder, file)),
    remove,
    sweep: (named) => remove(readdirSync(folder).filter((file) => !named.has(file))),
  };
}
