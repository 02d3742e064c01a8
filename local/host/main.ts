import { createClock } from '../kit/clock';
import { listen } from '../kit/http';
import { timeControlRoutes } from '../kit/time-control';
import { ensureTls } from '../kit/tls';
import { createWork } from '../kit/work';
import { replaceDate } from './app-date';
import { startHost } from './host';
import { readOptions } from './options';
import { takeLocalSettings } from './settings';
import type { Log } from './worker/types';

/**
 * The host's process. Prints one line of JSON when it is ready (see `Ready`), then runs until SIGTERM or SIGINT.
 * Options: see `readOptions`.
 */
export interface Ready {
  /** Public address of the app. */
  readonly url: string;
  /** Plain http: `/_local/time`, `/_local/drain`, `/_local/metering/{instanceId}`. */
  readonly controlUrl: string;
  readonly keys: {
    readonly master: string;
    readonly host: string;
    readonly eventGrid: string;
    readonly durable: string;
  };
  readonly functions: readonly string[];
}

const LOUD_LEVELS = ['error', 'critical', 'warning'];

/** Standard output carries the ready line alone. */
function createLog(isVerbose: boolean): Log {
  return (level, category, message) => {
    if (isVerbose || LOUD_LEVELS.includes(level)) process.stderr.write(`[${level}] ${category}: ${message}\n`);
  };
}

async function main(): Promise<void> {
  const realNow = Date.now.bind(Date);
  const options = readOptions(process.argv[2], process.env);
  const work = createWork();
  const clock = createClock(work, options.startAt ?? realNow(), realNow);
  const tls = options.tlsFolder === undefined ? undefined : await ensureTls(options.tlsFolder);
  replaceDate(() => clock.now());
  if (options.speed > 0) clock.follow(options.speed);
  const log = createLog(options.isVerbose);
  if (options.readsLocalSettings) takeLocalSettings(options.appFolder);
  const host = await startHost({ ...options, clock, work, log, ...(tls && { tls }) });
  // A count of its own: the question whether anything runs must not count as something that runs.
  const control = await listen(
    {
      name: 'host control',
      routes: [...timeControlRoutes({ clock, work, drains: host.drains }), ...host.routes],
    },
    { port: options.controlPort, work: createWork() },
  );
  onSignal(options.patienceMs, async () => {
    // The clock waits for what is still under way here.
    await host.stop();
    await control.close();
  });
  const ready: Ready = {
    url: host.url,
    controlUrl: control.url,
    keys: {
      master: host.keys.master(),
      host: host.keys.host(),
      eventGrid: host.keys.system('eventgrid_extension'),
      durable: host.keys.system('durabletask_extension'),
    },
    functions: host.functionNames,
  };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
}

/** Ends the process in order, or in any case when its patience is over. */
function onSignal(patienceMs: number, stop: () => Promise<void>): void {
  let isStopping = false;
  const end = async () => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(1), patienceMs).unref();
    await stop();
    process.exit(0);
  };
  process.on('SIGTERM', () => void end());
  process.on('SIGINT', () => void end());
  // Whoever started it is gone, and its ports are wanted by the next.
  process.once('disconnect', () => process.exit(1));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
