import type { CrashPoint } from '../../../local/setup/crash-points';
import { openStage, type Stage } from '../../journeys/support/stage';

/** A stage on which the functions host dies at named points and is started again, as a platform does. */
export interface CrashStage extends Stage {
  /** kill -9 at the `nth` request from now on that is at the point. */
  killAt(point: CrashPoint, nth: number): Promise<void>;
  /** Takes back what was not reached; whether the point was reached. */
  disarm(): Promise<boolean>;
  /** Runs an action of somebody that may meet a dead host; undefined when it did. */
  attempt<T>(action: () => Promise<T>): Promise<T | undefined>;
  /** Lets time pass until `isSo`; retries of Event Grid, claims, sweeps and timers have their turn. */
  until(what: string, isSo: () => Promise<boolean>, patienceMs?: number): Promise<void>;
}

const STEP_MS = 5_000;
/** Longer than a claim, a sweep and the retries after it. */
const PATIENCE_MS = 180_000;

export async function openCrashStage(): Promise<CrashStage> {
  const stage = await openStage();
  const { simulator } = stage;
  const host = () => simulator.get<{ isRunning: boolean; killAt: CrashPoint | null }>('/_local/host');

  async function revive(): Promise<boolean> {
    if ((await host()).isRunning) return false;
    await simulator.post('/_local/host/start');
    return true;
  }

  /** Nothing but the death of the host may disturb it. */
  async function attempt<T>(action: () => Promise<T>): Promise<T | undefined> {
    try {
      return await action();
    } catch (error) {
      if (!(await revive())) throw error;
      return undefined;
    }
  }

  async function settle(): Promise<void> {
    await revive();
    while ((await attempt(async () => stage.settle().then(() => true))) === undefined);
  }

  async function pass(ms: number): Promise<void> {
    await attempt(() => stage.pass(ms));
    await settle();
  }

  return {
    ...stage,
    settle,
    pass,
    attempt,
    killAt: (point, nth) => simulator.post('/_local/host/kill-at', { point, nth }),
    async disarm() {
      const { killAt } = await host();
      await simulator.post('/_local/host/kill-at', { point: null });
      return killAt === null;
    },
    async until(what, isSo, patienceMs = PATIENCE_MS) {
      await settle();
      for (let waited = 0; (await attempt(isSo)) !== true; waited += STEP_MS) {
        if (waited >= patienceMs) throw new Error(`Not after ${patienceMs} ms: ${what}. ${await openNow(stage)}`);
        await pass(STEP_MS);
      }
    },
  };
}

/** What is open, for whoever reads why something did not come about. */
async function openNow({ query }: Stage): Promise<string> {
  const open = await query<object>(
    'interactions',
    "SELECT c.interaction.phase, c.interaction.seq, c.openActs FROM c WHERE c.kind = 'snapshot' AND c.interaction.phase.name != 'closed'",
  );
  return JSON.stringify(open, null, 1);
}
