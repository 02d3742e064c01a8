import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import { open, readFile, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Range } from './headers';

/** Contents in files of which nothing that a record names ever changes: a new content is a new file, or follows what is there. */
export interface Disk {
  /** On disk when it resolves; gives the file's name. */
  write(content: Buffer): Promise<string>;
  /** Writes over whatever follows the first `at` bytes, as far as it goes; on disk when it resolves. */
  append(file: string, at: number, content: Buffer): Promise<void>;
  /** All of a file, or a part. */
  read(file: string, part?: Range): Promise<Buffer>;
  /** Files that somebody holds go once nobody does. */
  remove(files: readonly string[]): Promise<void>;
  /** While the job runs the files stay, whatever is removed meanwhile: another request may write over what this one reads. */
  hold<T>(files: readonly string[], job: () => Promise<T>): Promise<T>;
  /** Removes what no record names: left by a process that died between file and record. */
  sweep(named: ReadonlySet<string>): Promise<void>;
}

export function openDisk(folder: string): Disk {
  mkdirSync(folder, { recursive: true });
  const { hold, remove } = createHolds((file) => rm(join(folder, file), { force: true }));
  return {
    hold,
    async write(content) {
      const file = randomUUID();
      await withFile(join(folder, file), 'wx', async (handle) => {
        await handle.writeFile(content);
        await handle.sync();
      });
      return file;
    },
    append: (file, at, content) =>
      withFile(join(folder, file), 'r+', async (handle) => {
        await writeAll(handle, content, at);
        await handle.sync();
      }),
    read: (file, part) =>
      part === undefined
        ? readFile(join(folder, file))
        : withFile(join(folder, file), 'r', (handle) => readPart(handle, part)),
    remove,
    sweep: (named) => remove(readdirSync(folder).filter((file) => !named.has(file))),
  };
}

function createHolds(unlink: (file: string) => Promise<void>): Pick<Disk, 'hold' | 'remove'> {
  const holders = new Map<string, number>();
  const doomed = new Set<string>();
  const count = (file: string, change: number) => {
    const left = (holders.get(file) ?? 0) + change;
    if (left > 0) holders.set(file, left);
    else holders.delete(file);
  };
  const isFree = (file: string) => !holders.has(file);

  async function remove(files: readonly string[]): Promise<void> {
    for (const file of files) if (!isFree(file)) doomed.add(file);
    await Promise.all(files.filter(isFree).map(unlink));
  }

  return {
    remove,
    async hold(files, job) {
      for (const file of files) count(file, 1);
      try {
        return await job();
      } finally {
        for (const file of files) count(file, -1);
        const free = files.filter((file) => isFree(file) && doomed.delete(file));
        await Promise.all(free.map(unlink));
      }
    },
  };
}

async function withFile<T>(path: string, flags: string, use: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await open(path, flags);
  try {
    return await use(handle);
  } finally {
    await handle.close();
  }
}

async function writeAll(handle: FileHandle, content: Buffer, at: number): Promise<void> {
  for (let done = 0; done < content.length;)
    done += (await handle.write(content, done, content.length - done, at + done)).bytesWritten;
}

async function readPart(handle: FileHandle, { from, to }: Range): Promise<Buffer> {
  const part = Buffer.alloc(to - from);
  for (let done = 0; done < part.length;) {
    const { bytesRead } = await handle.read(part, done, part.length - done, from + done);
    if (bytesRead === 0) throw new Error('A content is shorter than it is recorded.');
    done += bytesRead;
  }
  return part;
}
