import { Readable } from 'node:stream';

/** A body that comes in once, and goes out as often as is needed while little of it has come. */
export interface RestartableBody {
  /** False once more has come than is kept. */
  canRestart(): boolean;
  /** From the first byte on; one at a time. */
  stream(): Readable;
}

const MOST_KEPT_BYTES = 1024 * 1024;
const GONE = Buffer.alloc(0);

export function restartableBody(incoming: Readable, mostKeptBytes = MOST_KEPT_BYTES): RestartableBody {
  const source = incoming.iterator({ destroyOnReturn: false });
  const chunks: Buffer[] = [];
  let bytes = 0;
  let reading: Promise<boolean> | undefined;

  async function read(): Promise<boolean> {
    const { done, value } = (await source.next()) as IteratorResult<Buffer, undefined>;
    reading = undefined;
    if (done === true) return false;
    chunks.push(value);
    bytes += value.length;
    return true;
  }

  async function* from(): AsyncGenerator<Buffer> {
    // Whoever began before may still be reading: what it reads is kept for this one.
    for (let at = 0; at < chunks.length || (await (reading ??= read())); at += 1) {
      const chunk = chunks[at] ?? GONE;
      if (bytes > mostKeptBytes) chunks[at] = GONE;
      yield chunk;
    }
  }

  return {
    canRestart: () => bytes <= mostKeptBytes,
    stream: () => Readable.from(from(), { objectMode: false }),
  };
}
