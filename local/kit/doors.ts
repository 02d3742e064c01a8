import type { Server } from 'node:net';

/** Looks at the doors of a process: who is about to come in. */
export interface Doors {
  watch(server: Server): void;
  /** Whether somebody came in since this was last asked: then more may be waiting outside. */
  isSomebodyComing(): boolean;
  /** Somebody of this process goes to a door of it that is not watched: a turn will let them in. */
  expectOne(): void;
  /**
   * What somebody who came in waits for before they are served: that everybody else is in too. Undefined where nobody is on the way. Those who
   * are in come back at each turn, and would keep it so full of work that the last at the door is let in seconds later, if at all.
   */
  othersAreIn(): Promise<void> | undefined;
}

/** Who comes in without end must not stop the work: so many in a row, as many as may wait at a door at a time. */
const MOST_IN_A_ROW = 512;

/** Counted in immediates: the first still belongs to the turn in which somebody came in. */
const ONE_WHOLE_TURN = 2;

/**
 * A turn of the event loop lets in one connection (libuv since 1.45), however many wait. Where turns are full of work, the last
 * of three hundred callers was let in after ten seconds; a turn without work takes some hundredths of a millisecond.
 */
export function createDoors(): Doors {
  let came = 0;
  let inARow = 0;
  let turnsToWait = 0;
  let waiting: Promise<void> | undefined;

  async function wait(): Promise<void> {
    for (let turns = 0; turnsToWait > 0 && turns < MOST_IN_A_ROW; turns += 1) {
      turnsToWait -= 1;
      await new Promise((next) => setImmediate(next));
    }
    turnsToWait = 0;
    waiting = undefined;
  }

  return {
    watch: (server) =>
      void server.on('connection', () => {
        came += 1;
        turnsToWait = Math.max(turnsToWait, ONE_WHOLE_TURN);
      }),
    isSomebodyComing() {
      inARow = came > 0 && inARow < MOST_IN_A_ROW ? inARow + 1 : 0;
      came = 0;
      return inARow > 0;
    },
    expectOne: () => void (turnsToWait += 1),
    othersAreIn() {
      if (waiting === undefined && turnsToWait > 0) waiting = wait();
      return waiting;
    },
  };
}
