import { basename, dirname, join } from 'node:path';
import { readYaml } from '../../shared/contracts/read-config';
import type { Cli } from '../cli';
import { compileFolder, readFolder } from '../config-folder';
import { faultOf } from '../faults';
import { scenarioFile, type Scenario } from '../scenario/schema';
import { tryScenario, type Tried } from '../scenario/try-scenario';
import type { Terminal } from '../terminal';
import { CliError, type Told } from '../told';

interface TestOptions {
  readonly scenarios?: string;
}

/** `switchboard test`: scenarios against a configuration, without a stamp. */
export function addTest({ program, terminal, answer }: Cli): void {
  program
    .command('test')
    .summary('try scenarios on a configuration')
    .description('Tries every scenario: given this hour and this contact, the route must be the one that is expected.')
    .argument('<folder>', 'a tenant’s folder, like config/contoso')
    .option('--scenarios <folder>', 'where the scenarios are (scenarios/<name> beside the tenant’s folder)')
    .action(
      answer((folder: string, { scenarios }: TestOptions): Told => {
        const config = compileFolder(readFolder(terminal, folder));
        const where = scenarios ?? join(dirname(folder), 'scenarios', basename(folder));
        const tried = scenariosIn(terminal, where).map(({ file, scenario }) => ({
          file,
          scenario,
          result: tryScenario(config, scenario),
        }));
        const failed = tried.filter(({ result }) => result.kind !== 'passed');
        return {
          exit: failed.length === 0 ? 'done' : 'scenarioFailed',
          json: tried.map(({ file, scenario, result }) => ({
            file,
            name: scenario.name,
            expect: scenario.expect,
            ...result,
          })),
          lines: (paint) => [
            ...tried.flatMap(({ file, scenario, result }) =>
              result.kind === 'passed'
                ? [`${paint('green', 'ok')} ${scenario.name}`]
                : [`${paint('red', 'FAILED')} ${file}: ${scenario.name}`, ...reasons(scenario, result)],
            ),
            `${String(tried.length - failed.length)} of ${String(tried.length)} scenarios hold`,
          ],
        };
      }),
    );
}

function reasons({ expect }: Scenario, result: Exclude<Tried, { kind: 'passed' }>): readonly string[] {
  if (result.kind === 'impossible') return [`    ${result.why}`];
  return [`    expected ${JSON.stringify(expect)}`, `    found    ${JSON.stringify(result.found)}`];
}

function scenariosIn(terminal: Terminal, folder: string): readonly { file: string; scenario: Scenario }[] {
  return readFolder(terminal, folder).flatMap((file) => {
    const read = readYaml(file, scenarioFile);
    if (!read.ok) throw new CliError('refused', 'The scenarios are refused.', read.error.map(faultOf));
    return read.value.scenarios.map((scenario) => ({ file: file.file, scenario }));
  });
}
