import { Command, CommanderError } from 'commander';
import type { Cli } from './cli';
import { addApply } from './commands/apply';
import { addDoctor } from './commands/doctor';
import { addExport } from './commands/export';
import { addFlow } from './commands/flow';
import { addHistory } from './commands/history';
import { addPlan } from './commands/plan';
import { addRollback } from './commands/rollback';
import { addSmoke } from './commands/smoke';
import { addCost } from './commands/cost';
import { addTenant } from './commands/tenant';
import { addTest } from './commands/test';
import { addValidate } from './commands/validate';
import { EXIT } from './exit-codes';
import { paintWith } from './paint';
import type { Terminal } from './terminal';
import { CliError, toldOf, type Told } from './told';

/** One a command, in the order of `--help`. */
const COMMANDS: readonly ((cli: Cli) => void)[] = [
  addValidate,
  addTest,
  addFlow,
  addPlan,
  addApply,
  addHistory,
  addRollback,
  addExport,
  addTenant,
  addDoctor,
  addSmoke,
  addCost,
];

/** Runs one command line, without the names of node and the program. Answers the exit code. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let code: number = EXIT.done;
  // What cannot be parsed has not said so either.
  const isForPrograms = args.includes('--json');
  const program = programFor(isForPrograms ? { ...terminal, err: () => undefined } : terminal);
  const tell = ({ exit, json, lines }: Told) => {
    const isJson = program.opts<{ json: boolean }>().json;
    const text = isJson ? JSON.stringify(json, null, 2) : lines(paintWith(terminal.isColoured)).join('\n');
    // People read what went wrong beside the output; programs get one document, always in the same place.
    if (text !== '') (exit === 'done' || isJson ? terminal.out : terminal.err)(`${text}\n`);
    code = EXIT[exit];
  };
  const answer: Cli['answer'] =
    (command) =>
    async (...given) => {
      try {
        tell(await command(...given));
      } catch (thrown) {
        tell(toldOf(thrown));
      }
    };
  for (const add of COMMANDS) add({ program, terminal, answer });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    if (thrown.exitCode === 0) return EXIT.done;
    if (isForPrograms) tell(toldOf(new CliError('usage', mistakeOf(thrown))));
    return EXIT.usage;
  }
}

/** Half a command is answered with help, which is for people. */
const mistakeOf = ({ code, message }: CommanderError): string =>
  code === 'commander.help' ? 'Which command? --help shows what there is.' : message.replace(/^error: /u, '');

function programFor(terminal: Terminal): Command {
  return new Command('switchboard')
    .description('Configures and looks after a Switchboard stamp.')
    .option('--json', 'answer with one JSON document', false)
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .showHelpAfterError('(--help shows what there is)');
}
