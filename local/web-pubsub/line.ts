import type { WebSocket } from 'ws';
import type { Faults, Hit } from '../kit/faults';
import type { Work } from '../kit/work';

/** The client's end of a socket, as the service speaks into it. */
export interface Line {
  send(data: string | Buffer): void;
  close(code: number, reason: string): void;
  terminate(): void;
}

/** What may go wrong on the way, and what waits for what is late; without them nothing does. */
export interface Weather {
  readonly faults?: Faults;
  readonly work?: Work;
}

/** How rules of faults name what happens at sockets. */
export const CONNECTIONS = 'Web PubSub connections';
export const CONNECT = 'CONNECT /client/hubs/{hub}';
const SEND = 'SEND /client/hubs/{hub}';
const RECEIVE = 'RECEIVE /client/hubs/{hub}';

/** Frames to a client, under faults. They are never overtaken: what is late holds up all that follows. */
export function disturbedLine(socket: WebSocket, weather: Weather): Line {
  const inTurn = createTurns(weather.work);
  const lose = () => socket.terminate();
  // What was said before the ping is out when the ping is.
  const breakAfter = (act: () => void) => {
    act();
    socket.ping(undefined, undefined, lose);
  };
  return {
    send(data) {
      const hit = weather.faults?.hit(CONNECTIONS, SEND);
      inTurn(hit, () => pass(hit, { act: () => socket.send(data), lose, breakAfter }));
    },
    close: (code, reason) => inTurn(undefined, () => socket.close(code, reason)),
    terminate: () => socket.terminate(),
  };
}

/** Frames of a client, under faults. */
export function hearUnder(socket: WebSocket, weather: Weather, take: (text: string) => void): void {
  const inTurn = createTurns(weather.work);
  const lose = () => socket.terminate();
  // Done, and the answer does not come.
  const breakAfter = (act: () => void) => {
    lose();
    act();
  };
  socket.on('message', (data: Buffer) => {
    const hit = weather.faults?.hit(CONNECTIONS, RECEIVE);
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
function createTurns(work: Work | undefined): InTurn {
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
    const mine = work === undefined ? turn() : work.run(turn, 'a late frame of Web PubSub');
    last = mine;
    void mine.finally(() => {
      if (last === mine) last = undefined;
    });
  };
}
