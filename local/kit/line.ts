import type { WebSocket } from 'ws';
import type { Faults, Hit } from './faults';
import type { Work } from './work';

/** The other end of a socket, as the service speaks into it. */
export interface Line {
  /** `passed` once it is out, or lost. */
  send(data: string | Buffer, passed?: () => void): void;
  close(code: number, reason: string): void;
  terminate(): void;
}

/** What may go wrong on the way, and what waits for what is late; without them nothing does. */
export interface Weather {
  readonly faults?: Faults;
  readonly work?: Work;
}

/** How rules of faults name what happens at a socket: `CONNECT`, `SEND` (by the service) and `RECEIVE` (from the other end) of its path. */
export interface Way {
  readonly service: string;
  readonly path: string;
}

/** Frames of the service, under faults. They are never overtaken: what is late holds up all that follows. */
export function disturbedLine(socket: WebSocket, weather: Weather, { service, path }: Way): Line {
  const inTurn = createTurns(weather.work, service);
  const lose = () => socket.terminate();
  // What was said before the ping is out when the ping is.
  const breakAfter = (act: () => void) => {
    act();
    socket.ping(undefined, undefined, lose);
  };
  return {
    send(data, passed = () => undefined) {
      const hit = weather.faults?.hit(service, `SEND ${path}`);
      const act = () => socket.send(data, () => passed());
      const lost = () => {
        lose();
        passed();
      };
      inTurn(hit, () => pass(hit, { act, lose: lost, breakAfter }));
    },
    close: (code, reason) => inTurn(undefined, () => socket.close(code, reason)),
    terminate: () => socket.terminate(),
  };
}

/** Frames of the other end, under faults. */
export function hearUnder(
  socket: WebSocket,
  weather: Weather,
  { service, path }: Way,
  take: (text: string) => void,
): void {
  const inTurn = createTurns(weather.work, service);
  const lose = () => socket.terminate();
  // Done, and the answer does not come.
  const breakAfter = (act: () => void) => {
    lose();
    act();
  };
  socket.on('message', (data: Buffer) => {
    const hit = weather.faults?.hit(service, `RECEIVE ${path}`);
    inTurn(hit, () => pass(hit, { act: () => take(data.toString('utf8')), lose, breakAfter }));
  });
}

interface Frame {
  readonly act: () => void;
  readonly lose: () => void;
  readonly breakAfter: (act: () => void) => void;
}

/** A frame can be late, come twice, or break the socket: before it is through or after. Refused or overtaken it cannot be. */
function pass(hit: Hit | undefined, { act, lose, breakAfter }: Frame): void {
  switch (hit?.kind) {
    case undefined:
    case 'latency':
      act();
      break;
    case 'duplicate':
      act();
      act();
      break;
    case 'appliedThenDropped':
      breakAfter(act);
      break;
    case 'lose':
    case 'refuse':
    case 'timeout':
    case 'reorder':
      lose();
      break;
    default:
      hit satisfies never;
  }
}

type InTurn = (hit: Hit | undefined, act: () => void) => void;

/** Acts at once, or after what is late before it. */
function createTurns(work: Work | undefined, service: string): InTurn {
  let last: Promise<void> | undefined;
  return (hit, act) => {
    const lateMs = hit?.kind === 'latency' ? hit.ms : 0;
    if (lateMs === 0 && last === undefined) {
      act();
      return;
    }
    const before = last;
    const turn = async () => {
      await before;
      if (lateMs > 0) await new Promise((resolve) => setTimeout(resolve, lateMs));
      act();
    };
    const mine = work === undefined ? turn() : work.run(turn, `a late frame of ${service}`);
    last = mine;
    void mine.finally(() => {
      if (last === mine) last = undefined;
    });
  };
}
