import type { InvocationContext } from '@azure/functions';
import type { Log, LogFacts } from '../shared/ports/log';

const line = (what: string, facts: LogFacts | undefined): string =>
  facts === undefined ? what : `${what} ${JSON.stringify(facts)}`;

/** The log of one invocation: its lines are found by its id. */
export const invocationLog = (context: InvocationContext): Log => ({
  info: (what, facts) => context.info(line(what, facts)),
  warn: (what, facts) => context.warn(line(what, facts)),
  error: (what, facts) => context.error(line(what, facts)),
});

/* oxlint-disable no-console -- what outlives an invocation has no context to log by */
/** The log of what serves many invocations. */
export const processLog: Log = {
  info: (what, facts) => console.info(line(what, facts)),
  warn: (what, facts) => console.warn(line(what, facts)),
  error: (what, facts) => console.error(line(what, facts)),
};
