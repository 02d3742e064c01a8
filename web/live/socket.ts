/** A connection that hears messages of one group and mends itself. */
export interface Listening {
  close(): void;
}

export interface SocketOptions {
  /** Asks the stamp where to listen; called again whenever a connection cannot be recovered. */
  readonly negotiate: () => Promise<string>;
  /** A message, in order, each once for as long as the connection is recovered. */
  readonly onMessage: (data: unknown) => void;
  /** A new connection: what was said before it was not heard. */
  readonly onFresh: () => void;
  /** Whether anything can be heard now. */
  readonly onState?: (isConnected: boolean) => void;
  readonly timing?: Timing;
  /** The platform's own where none is given. */
  readonly WebSocket?: SocketClass;
}

/** As much of a WebSocket as is used here. */
export interface Socket {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly code: number }) => void) | null;
  send(text: string): void;
  close(): void;
}

export type SocketClass = new (url: string, protocol: string) => Socket;

/** Waiting, apart so that tests need not. */
export interface Timing {
  readonly after: (ms: number, run: () => void) => void;
  readonly random: () => number;
}

/** https://learn.microsoft.com/azure/azure-web-pubsub/reference-json-reliable-webpubsub-subprotocol */
const PROTOCOL = 'json.reliable.webpubsub.azure.v1';
const POLICY_VIOLATION = 1008;
/** The service forgets a client that is away for longer. */
const RECOVERIES = 5;
const SHORTEST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

interface Known {
  url: string;
  connectionId: string;
  reconnectionToken: string;
}

const realTiming: Timing = { after: (ms, run) => void setTimeout(run, ms), random: Math.random };

/** Listens until closed: recovers a broken connection, else negotiates a new one, with growing pauses. */
export function listenTo(options: SocketOptions): Listening {
  const { timing = realTiming } = options;
  const SocketOf = options.WebSocket ?? (globalThis as unknown as { readonly WebSocket: SocketClass }).WebSocket;
  let socket: Socket | undefined;
  let known: Known | undefined;
  let failures = 0;
  let isClosed = false;

  async function connect(): Promise<void> {
    try {
      open(known === undefined ? await options.negotiate() : recoveryUrl(known));
    } catch {
      retry();
    }
  }

  function open(url: string): void {
    if (isClosed) return;
    const opened = new SocketOf(url, PROTOCOL);
    socket = opened;
    opened.onmessage = ({ data }) => take(url, JSON.parse(String(data)) as Frame, opened);
    opened.onclose = ({ code }) => {
      if (socket !== opened) return;
      options.onState?.(false);
      if (code === POLICY_VIOLATION) known = undefined;
      retry();
    };
  }

  function take(url: string, frame: Frame, from: Socket): void {
    if (frame.type === 'system' && frame.event === 'connected') {
      const isFresh = known === undefined;
      known = { url: known?.url ?? url, connectionId: frame.connectionId, reconnectionToken: frame.reconnectionToken };
      failures = 0;
      options.onState?.(true);
      if (isFresh) options.onFresh();
    }
    if (frame.type !== 'message') return;
    from.send(JSON.stringify({ type: 'sequenceAck', sequenceId: frame.sequenceId }));
    options.onMessage(frame.data);
  }

  function retry(): void {
    if (isClosed) return;
    failures += 1;
    if (failures > RECOVERIES) known = undefined;
    timing.after(pauseMs(failures, timing.random()), () => void connect());
  }

  void connect();
  return {
    close() {
      isClosed = true;
      socket?.close();
    },
  };
}

/** Grows with each failure, and differs from page to page: else all would come back at once. */
const pauseMs = (failures: number, random: number): number =>
  Math.min(LONGEST_WAIT_MS, SHORTEST_WAIT_MS * 2 ** failures) * (0.5 + random / 2);

type Frame =
  | {
      readonly type: 'system';
      readonly event: 'connected';
      readonly connectionId: string;
      readonly reconnectionToken: string;
    }
  | { readonly type: 'system'; readonly event: 'disconnected' }
  | { readonly type: 'message'; readonly sequenceId: number; readonly data: unknown }
  | { readonly type: 'ack' | 'pong' };

function recoveryUrl({ url, connectionId, reconnectionToken }: Known): string {
  const recovering = new URL(url);
  recovering.searchParams.set('awps_connection_id', connectionId);
  recovering.searchParams.set('awps_reconnection_token', reconnectionToken);
  return recovering.toString();
}
