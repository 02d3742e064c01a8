import type { ConnectorAnswer, ConnectorResult } from './connector';
import type { Urgency } from './limits';
import { noteRefused, noteSent, noteTaken, noteTurnedAway, noTraffic, waitOf, type Traffic, type Wait } from './quiet';

/** Time as it passes for a process; tests give theirs. */
export interface Stopwatch {
  /** Milliseconds since some instant. */
  now(): number;
  pause(ms: number): Promise<void>;
}

/** What is sent, where to, and what it yields to. */
export interface Turn {
  readonly entraTenantId: string;
  readonly conversationId: string;
  readonly urgency: Urgency;
}

/** Not sent, for too much was; `forMs`: until it is worth another try. */
export type Throttled = Wait & { readonly kind: 'throttled' };

/** Paces what one process sends, so that the connector need not refuse it, and keeps quiet where it did. */
export interface Pace {
  /**
   * Sends when it is its turn: offers before texts, texts of a conversation one after another. What cannot go soon is
   * `throttled`: whoever asked has it on record, and comes again.
   */
  inTurn(turn: Turn, send: () => Promise<ConnectorAnswer>): Promise<ConnectorResult | Throttled>;
  /** Sends at once, or not at all: what says nothing of worth takes nobody's place. */
  ifFree(to: Omit<Turn, 'urgency'>, send: () => Promise<ConnectorAnswer>): Promise<void>;
}

/** An offer runs out in half a minute; whoever relays a text has a handler waiting, and others behind it. */
const PATIENCE_MS: Readonly<Record<Urgency, number>> = { offer: 5_000, text: 2_000 };
const LOOK_AGAIN_MS = 40;

interface Job extends Turn {
  readonly until: number;
  send(): Promise<ConnectorAnswer>;
  end(result: ConnectorResult | Throttled): void;
}

interface Line {
  readonly traffic: Traffic;
  readonly time: Stopwatch;
  readonly random: () => number;
  waiting: readonly Job[];
  /** Conversations to which a text is on its way: the next one must not overtake it. */
  readonly busy: Set<string>;
  isWatched: boolean;
}

/** Nothing was sent yet. `random` spreads the tries of processes that were refused together. */
export function createPace(time: Stopwatch, random: () => number = Math.random): Pace {
  const lines = new Map<string, Line>();
  const lineOf = (entraTenantId: string): Line => {
    const fresh = {
      traffic: noTraffic(time.now()),
      time,
      random,
      waiting: [],
      busy: new Set<string>(),
      isWatched: false,
    };
    const known = lines.get(entraTenantId) ?? fresh;
    lines.set(entraTenantId, known);
    return known;
  };
  return {
    inTurn: (turn, send) =>
      new Promise((end) => {
        const line = lineOf(turn.entraTenantId);
        line.waiting = [...line.waiting, { ...turn, until: time.now() + PATIENCE_MS[turn.urgency], send, end }];
        look(line);
        void watch(line);
      }),
    ifFree: ({ entraTenantId, conversationId }, send) => sendIfFree(lineOf(entraTenantId), conversationId, send),
  };
}

async function sendIfFree(line: Line, conversationId: string, send: () => Promise<ConnectorAnswer>): Promise<void> {
  const now = line.time.now();
  const isTaken = line.waiting.length > 0 || line.busy.has(conversationId);
  if (isTaken || waitOf(line.traffic, conversationId, 'text', now).forMs > 0) return;
  noteSent(line.traffic, conversationId, now);
  const answer = await send();
  if (answer.kind !== 'refused') return;
  const { retryAfterMs } = answer;
  noteRefused(line.traffic, conversationId, { retryAfterMs, now: line.time.now(), random: line.random() });
}

/** Starts what may go now, and lets go what would wait too long. */
function look(line: Line): void {
  const now = line.time.now();
  const behind = new Set(line.busy);
  for (const job of inOrder(line.waiting)) {
    const isText = job.urgency === 'text';
    const wait = waitOf(line.traffic, job.conversationId, job.urgency, now);
    const isBehind = isText && behind.has(job.conversationId);
    if (wait.forMs === 0 && !isBehind) void start(line, job, now);
    else if (now + wait.forMs >= job.until) letGo(line, job, wait);
    if (isText) behind.add(job.conversationId);
  }
}

async function start(line: Line, job: Job, now: number): Promise<void> {
  const { conversationId, urgency } = job;
  leave(line, job);
  noteSent(line.traffic, conversationId, now);
  if (urgency === 'text') line.busy.add(conversationId);
  const answer = await job.send();
  if (urgency === 'text') line.busy.delete(conversationId);
  if (answer.kind === 'refused') {
    const { retryAfterMs } = answer;
    noteRefused(line.traffic, conversationId, { retryAfterMs, now: line.time.now(), random: line.random() });
    // First again: what was asked for later must not overtake it.
    line.waiting = [job, ...line.waiting];
    void watch(line);
  } else {
    noteTaken(line.traffic, conversationId, urgency);
    job.end(answer);
  }
  look(line);
}

function letGo(line: Line, job: Job, { forMs, of }: Wait): void {
  const { conversationId, urgency } = job;
  leave(line, job);
  noteTurnedAway(line.traffic, conversationId, { urgency, forMs, now: line.time.now() });
  job.end({ kind: 'throttled', forMs: Math.max(forMs, LOOK_AGAIN_MS), of });
}

/** Time passes, and with it what hindered. */
async function watch(line: Line): Promise<void> {
  if (line.isWatched) return;
  line.isWatched = true;
  while (line.waiting.length > 0) {
    await line.time.pause(LOOK_AGAIN_MS);
    look(line);
  }
  line.isWatched = false;
}

const inOrder = (waiting: readonly Job[]): readonly Job[] => [
  ...waiting.filter(({ urgency }) => urgency === 'offer'),
  ...waiting.filter(({ urgency }) => urgency === 'text'),
];

function leave(line: Line, job: Job): void {
  line.waiting = line.waiting.filter((one) => one !== job);
}
