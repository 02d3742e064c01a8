import { withReadOnly } from './read-only';
import type { Hook, Log } from './types';

/** The invocation that a line is about, as its hooks know it. */
export interface LoggingInvocation {
  readonly hookData: object;
  readonly invocationContext: unknown;
}

/** The app's log hooks, and what all of its hooks share. */
export interface LogHooks {
  readonly appHookData: object;
  hooks(name: 'log'): readonly Hook[];
}

const OF_THE_APP = 'user';

/**
 * Shows each line to the app's log hooks before the host has it. Of the app's own lines they may change text and level; a hook that breaks
 * changes nothing, and keeps no line back (azure-functions-nodejs-worker, WorkerContext.log).
 */
export function createHookedLog(
  registry: LogHooks,
  log: Log,
  invocation: LoggingInvocation = { hookData: {}, invocationContext: undefined },
): Log {
  return function logHooked(level, category, message) {
    const line = { level, message };
    const shared = { ...invocation, appHookData: registry.appHookData, category };
    const isHeard = isShown(registry.hooks('log'), () => withReadOnly(shared, line));
    const kept = isHeard && category === OF_THE_APP ? line : { level, message };
    log(kept.level, category, kept.message);
  };
}

/** Whether there were hooks and all of them took it. */
function isShown(hooks: readonly Hook[], line: () => object): boolean {
  if (hooks.length === 0) return false;
  const shown = line();
  try {
    for (const hook of hooks) hook(shown);
    return true;
  } catch {
    return false;
  }
}
