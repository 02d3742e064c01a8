import type { SimulatorClient } from './simulator-client';

/** How the time of a journey passes: in steps, or, where a host cannot be stepped, as it does for everybody. */
export interface Pace {
  /** Options of `npm start`. */
  readonly options: readonly string[];
  pass(simulator: SimulatorClient, ms: number, turnEveryMs: number | undefined): Promise<void>;
  settle(simulator: SimulatorClient): Promise<void>;
}

/** What a journey says that cannot be played in real time; `npm run test:azure-host` counts it as skipped. */
export const NEEDS_STEPS = 'needs a clock that is stepped';

/** Nobody waits for longer in real time. */
const LONGEST_MS = 20_000;
/** Another host does not say when it is at rest: its queues are polled every second, and one thing leads to another. */
const AT_REST_AFTER_MS = 2_000;

export const steps = (options: readonly string[]): Pace => ({
  options,
  async pass(simulator, byMs, turnEveryMs) {
    await simulator.post('/_local/clock', { byMs, ...(turnEveryMs === undefined ? {} : { turnEveryMs }) });
  },
  async settle(simulator) {
    await simulator.post('/_local/settle');
  },
});

/** `hostFile` describes the host (`local/setup/other-host.ts`); empty for ours, as the measure of what real time itself changes. */
export function realTime(hostFile: string): Pace {
  async function settle(simulator: SimulatorClient): Promise<void> {
    if (hostFile !== '') await wait(AT_REST_AFTER_MS);
    await simulator.post('/_local/settle');
  }
  return {
    options: ['--quiet', ...(hostFile === '' ? [] : ['--host-file', hostFile])],
    async pass(simulator, ms) {
      if (ms > LONGEST_MS) throw new Error(`A step of ${ms} ms ${NEEDS_STEPS}.`);
      await wait(ms);
      await settle(simulator);
    },
    settle,
  };
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
