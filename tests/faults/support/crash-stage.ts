import { OPEN_AT } from '../../../local/launch';
import type { Kill } from '../../../local/setup/crashes';
import { openStage, type Stage } from '../../journeys/support/stage';

/** A stage on which the functions host dies at named points and is started again, as a platform does. */
export interface CrashStage extends Stage {
  /** kill -9 at each of these, in whatever order they come. */
  killAt(kills: readonly Kill[]): Promise<void>;
  /** Takes back what was not reached, and answers it. */
  disarm(): Promise<readonly Kill[]>;
  /** Runs an action of somebody that may meet a dead host; undefined when it did. */
  attempt<T>(action: () => Promise<T>): Promise<T | undefined>;
  /** Plays stories side by side: time passes when all of them wait. */
  play<T>(stories: readonly Story<T>[]): Promise<readonly T[]>;
}

/** Lets time pass until `isSo`; retries of Event Grid, claims, sweeps and timers have their turn. */
export type Until = (what: string, isSo: () => Promise<boolean>) => Promise<void>;
export type Story<T> = (until: Until) => Promise<T>;

interface Waiting {
  readonly what: string;
  readonly isSo: () => Promise<boolean>;
  readonly go: () => void;
  readonly giveUp: (error: Error) => void;
  readonly since: number;
}

const STEP_MS = 5_000;
/** Desks give a sign of life twice a minute. */
const BEAT_MS = 30_000;
/** Longer than a claim, a sweep and the retries after it, as often as a round lets one and the same act die. */
const PATIENCE_MS = 480_000;

/** Agents with these ids have their desks open; `more`: further options of `npm start`. */
export async function openCrashStage(agentIds: readonly string[], more: readonly string[] = []): Promise<CrashStage> {
  const stage = await openStage(OPEN_AT, more);
  const { simulator } = stage;
  const host = () => simulator.get<{ isRunning: boolean; kills: readonly Kill[] }>('/_local/host');
  const killAt = (kills: readonly Kill[]) => simulator.post<void>('/_local/host/kill-at', { kills });

  let revivals = 0;
  let reviving: Promise<boolean> | null = null;
  /** Several people may find it dead at once: it is started once. */
  const revive = (): Promise<boolean> => (reviving ??= reviveOnce().finally(() => (reviving = null)));

  async function reviveOnce(): Promise<boolean> {
    const { isRunning, kills } = await host();
    if (isRunning) return false;
    await simulator.post('/_local/host/start').catch(async (error: unknown) => {
      // What is due when it starts may be where it dies next.
      if ((await host()).kills.length === kills.length) throw error;
    });
    revivals += 1;
    return true;
  }

  /** Nothing but the death of the host may disturb it. */
  async function attempt<T>(action: () => Promise<T>): Promise<T | undefined> {
    const before = revivals;
    try {
      return await action();
    } catch (error) {
      await revive();
      if (revivals === before) throw error;
      return undefined;
    }
  }

  async function settle(): Promise<void> {
    await revive();
    while ((await attempt(async () => stage.settle().then(() => true))) === undefined);
  }

  let sinceBeat = 0;
  async function pass(ms: number): Promise<void> {
    // Timers get a turn at the end of a step only: nobody looks in between.
    await attempt(() => simulator.post('/_local/clock', { byMs: ms, turnEveryMs: STEP_MS }));
    await settle();
    sinceBeat += ms;
    if (sinceBeat < BEAT_MS) return;
    sinceBeat = 0;
    for (const id of agentIds) await attempt(() => stage.agent(id).ask('POST', 'agent/heartbeat'));
  }

  return {
    ...stage,
    settle,
    pass,
    attempt,
    killAt,
    async disarm() {
      const { kills } = await host();
      await killAt([]);
      await revive();
      return kills;
    },
    play: (stories) => play({ ...stage, settle, pass, attempt }, stories),
  };
}

async function play<T>(
  stage: Pick<CrashStage, 'settle' | 'pass' | 'attempt' | 'query'>,
  stories: readonly Story<T>[],
): Promise<readonly T[]> {
  const waiting = new Set<Waiting>();
  let acting = stories.length;
  let waited = 0;
  const until: Until = (what, isSo) =>
    new Promise((go, giveUp) => {
      waiting.add({ what, isSo, go, giveUp, since: waited });
      acting -= 1;
    });
  const over = Promise.all(stories.map((story) => story(until).finally(() => (acting -= 1))));
  over.catch(() => undefined);
  for (;;) {
    while (acting > 0) await new Promise(setImmediate);
    if (waiting.size === 0) return over;
    await stage.settle();
    const fulfilled = await fulfilledOf(stage, waiting);
    for (const one of fulfilled) {
      waiting.delete(one);
      acting += 1;
      one.go();
    }
    if (fulfilled.length > 0) continue;
    for (const one of waiting) {
      if (waited - one.since < PATIENCE_MS) continue;
      waiting.delete(one);
      acting += 1;
      one.giveUp(new Error(`Not after ${PATIENCE_MS} ms: ${one.what}. ${await openNow(stage)}`));
    }
    await stage.pass(STEP_MS);
    waited += STEP_MS;
  }
}

async function fulfilledOf({ attempt }: Pick<CrashStage, 'attempt'>, waiting: Iterable<Waiting>): Promise<Waiting[]> {
  const fulfilled: Waiting[] = [];
  for (const one of waiting) if ((await attempt(one.isSo)) === true) fulfilled.push(one);
  return fulfilled;
}

/** What is open, for whoever reads why something did not come about. */
async function openNow({ query }: Pick<Stage, 'query'>): Promise<string> {
  const open = await query<object>(
    'interactions',
    "SELECT c.interaction.phase, c.interaction.seq, c.openActs FROM c WHERE c.kind = 'snapshot' AND c.interaction.phase.name != 'closed'",
  );
  return JSON.stringify(open, null, 1);
}
