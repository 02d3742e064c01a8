import { createClock } from '../kit/clock';
import { listen } from '../kit/http';
import { timeControlRoutes } from '../kit/time-control';
import { createWork } from '../kit/work';
import { replaceDate } from './app-date';

/** How a program beside the functions host is run; instants in milliseconds since the epoch. */
interface Clocked {
  /** Path of the compiled program. */
  readonly program: string;
  readonly startAt: number;
  readonly speed: number;
  /** Where the one clock steers it. */
  readonly controlPort: number;
}

/** Runs a program that knows nothing of us in the one clock: what it calls now is the clock's. */
async function main(): Promise<void> {
  const realNow = Date.now.bind(Date);
  const { program, startAt, speed, controlPort } = JSON.parse(process.argv[2] ?? '{}') as Clocked;
  const work = createWork();
  const clock = createClock(work, startAt, realNow);
  replaceDate(() => clock.now());
  if (speed > 0) clock.follow(speed);
  const routes = timeControlRoutes({ clock, work, drains: [] });
  await listen({ name: 'clock of a program', routes }, { port: controlPort, work: createWork() });
  // Whoever started it is gone, and its ports are wanted by the next.
  process.once('disconnect', () => process.exit(1));
  await import(program);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
