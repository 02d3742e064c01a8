import type { Server } from 'node:net';

/** Looks at the doors of a process: who is about to come in. */
export interface Doors {
  watch(server: Server): void;
  /** Whether somebody came in since this was last asked: then more may be waiting outside. */
  isSomebodyComing(): boolean;
}

/** Who comes in without end must not stop the work: so many in a row, as many as may wait at a door at a time. */
const MOST_IN_A_ROW = 512;

/**
 * A turn of the event loop lets in one connection (libuv since 1.45), however many wait. Where turns are full of work, the last
 * of three hundred callers was let in after ten seconds; a turn without work takes some hundredths of a millisecond.
 */
export function createDoors(): Doors {
  let came = 0;
  let inARow = 0;
  return {
    watch: (server) => void server.on('connection', () => void (came += 1)),
    isSomebodyComing() {
      inARow = came > 0 && inARow < MOST_IN_A_ROW ? inARow + 1 : 0;
      came = 0;
      return inARow > 0;
    },
  };
}
