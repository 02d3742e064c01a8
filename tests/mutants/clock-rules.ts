import type { Mutant } from './mutant';

const KIT = { test: 'local/kit/kit.test.ts' };
const COORDINATOR = { test: 'local/kit/coordinator.test.ts' };
const KEEPING_UP = { test: 'local/scenarios/keeping-up.test.ts' };

const STOPPED = { ...KIT, name: 'one that runs is stopped at the instant that has just passed' };

/** Defects of the one clock of several processes: how it is stopped as it runs, and what becomes of it where it cannot be set (decision 0021). */
export const CLOCK_RULES: readonly Mutant[] = [
  {
    id: 'passed-is-past',
    law: 'rule:one-clock',
    breaks: 'a clock that runs refuses to stop at an instant that passed while its caller looked',
    file: 'local/kit/clock.ts',
    text: 'if (instant >= present || isRunning) return Math.max(instant, present);',
    replacement: 'if (instant >= present) return instant;',
    caughtBy: STOPPED,
  },
  {
    id: 'step-back-to-what-was-due',
    law: 'rule:one-clock',
    breaks: 'a clock that runs goes back to what fell due a moment ago',
    file: 'local/kit/clock.ts',
    text: 'set(Math.min(Math.max(entry.dueAt, now()), to), 0);',
    replacement: 'set(entry.dueAt, 0);',
    caughtBy: STOPPED,
  },
  {
    id: 'stopped-for-nothing',
    law: 'rule:one-clock',
    breaks: 'where one process cannot be set the others stand still, and with them whatever would set them again',
    file: 'local/kit/coordinator.ts',
    text: '      await setEach(members, { speed }).catch(() => undefined);\n',
    replacement: '',
    caughtBy: { ...COORDINATOR, name: 'fails, and all go on as they were' },
  },
  {
    id: 'speed-of-a-failure',
    law: 'rule:one-clock',
    breaks: 'a speed that could not be set is told as the one that is',
    file: 'local/kit/coordinator.ts',
    text: '      speed = before;\n',
    replacement: '',
    caughtBy: { ...COORDINATOR, name: 'fails, and all go on as they were' },
  },
  {
    id: 'failed-at-the-first',
    law: 'rule:one-clock',
    breaks: 'an order that is still under way as another fails comes after the one that takes it back',
    file: 'local/kit/coordinator.ts',
    text: 'const outcomes = await Promise.allSettled(members.map((member) => member.set(order)));',
    replacement:
      'const outcomes: PromiseSettledResult<unknown>[] = await Promise.all(members.map((member) => member.set(order))).then(() => [], (reason) => [{ status: "rejected", reason }]);',
    caughtBy: { ...COORDINATOR, name: 'fails, and all go on as they were' },
  },
  {
    id: 'failure-is-a-wish',
    law: 'rule:keeping-up',
    breaks: 'a speed that could not be set counts as what somebody wants, and the day stays slow',
    file: 'local/scenarios/keeping-up.ts',
    text: 'set = coordinator.speed();',
    replacement: 'set = possible;',
    caughtBy: { ...KEEPING_UP, name: 'comes back to what was asked for after it could not be set' },
  },
  {
    id: 'wish-not-heard',
    law: 'rule:keeping-up',
    breaks: 'a speed that somebody sets by hand is changed at the next turn',
    file: 'local/scenarios/keeping-up.ts',
    text: 'if (speed !== set) [wanted, set] = [speed, speed];',
    replacement: '',
    caughtBy: { ...KEEPING_UP, name: 'is left at the speed that somebody sets' },
  },
];
