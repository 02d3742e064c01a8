import type { ExitName } from './exit-codes';
import type { Paint } from './paint';

/** What a command has to say, for programs (`--json`) and for people. */
export interface Told {
  readonly exit: ExitName;
  readonly json: unknown;
  readonly lines: (paint: Paint) => readonly string[];
}

/** One thing that is wrong, and where. */
export interface Fault {
  /** `queues.yaml:12`, or the name of a field. */
  readonly path: string;
  readonly message: string;
}

/** Thrown by a command that cannot go on; told like everything else. */
export class CliError extends Error {
  constructor(
    readonly exit: Exclude<ExitName, 'done'>,
    message: string,
    readonly faults: readonly Fault[] = [],
  ) {
    super(message);
    this.name = 'CliError';
  }
}

/** A failure as an answer. What is not a `CliError` is a defect: its stack is what somebody needs then. */
export function toldOf(thrown: unknown): Told {
  if (thrown instanceof CliError) return failure(thrown.exit, thrown.message, thrown.faults);
  const place = placeOf(thrown);
  if (place !== undefined) return failure('usage', place, []);
  const detail = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return failure('failed', detail, []);
}

/** A file or folder that the system does not let us read or write: whoever named it can help that. */
function placeOf(thrown: unknown): string | undefined {
  if (typeof thrown !== 'object' || thrown === null) return undefined;
  if (!('syscall' in thrown && 'path' in thrown && 'code' in thrown)) return undefined;
  return `${String(thrown.path)} cannot be read or written (${String(thrown.code)}).`;
}

function failure(exit: Exclude<ExitName, 'done'>, message: string, faults: readonly Fault[]): Told {
  return {
    exit,
    json: { error: { code: exit, message, faults } },
    lines: (paint) => [
      paint('red', message),
      ...faults.map(({ path, message: why }) => `${paint('bold', path)} ${why}`),
    ],
  };
}
