import type { Command } from 'commander';
import type { Terminal } from './terminal';
import type { Told } from './told';

/** What a file of `commands/` needs to add its command. */
export interface Cli {
  readonly program: Command;
  readonly terminal: Terminal;
  /** Makes the action of a command of what it answers: written as JSON or for people, and the exit code set. */
  answer<Args extends readonly unknown[]>(
    command: (...args: Args) => Promise<Told> | Told,
  ): (...args: Args) => Promise<void>;
}
