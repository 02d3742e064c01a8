import type { Registry } from './core-module';
import { withReadOnly } from './read-only';
import type { Log } from './types';

/** The invocation that a line is about, as its hooks know it. */
export interface LoggingInvocation {
  readonly hookData: object;
  readonly invocationContext: unknown;
}

const OF_THE_APP = 'user';

/**
 * Shows each line to the app's log hooks before the host has it. Of the app's own lines they may change text and level; a hook that breaks
 * changes nothing, and keeps no line back (azure-functions-nodejs-worker, WorkerContext.log).
 */
export function createHookedLog(
  registry: Pick<Registry, 'hooks' | 'appHookData'>,
  log: Log,
  invocation: LoggingInvocation = { hookData: {}, invocationContext: undefined },
): Log {
  return function logHooked(level, category, message) {
    const hooks = registry.hooks('log');
    if (hooks.length === 0) return log(level, category, message);
    const line = { level, message };
    const shown = withReadOnly({ ...invocation, appHookData: registry.appHookData, category }, line);
    try {
      for (const hook of hooks) hook(shown);
    } catch {
      return log(level, category, message);
    }
    if (category === OF_THE_APP) log(shown.level, category, shown.message);
    else log(level, category, message);
  };
}
