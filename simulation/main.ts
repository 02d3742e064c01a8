import { Command, InvalidArgumentError } from 'commander';
import { simulate, type SimulateOptions } from './simulate';
import { SimulationError } from './simulation-error';

const whole = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('a whole number from 1');
  return value;
};

const program = new Command('simulate')
  .description('Lives days of a contact centre with the routing core of the product, in virtual time.')
  .option('--config <folder>', 'configuration of a tenant', 'config/contoso')
  .option('--scenario <file>', 'who comes, and who works', 'simulation/scenarios/contoso.yaml')
  .option('--compare <folder>', 'a second configuration, for the same customers')
  .option('--days <n>', 'how many days are lived', whole, 20)
  .option('--seed <n>', 'the same seed draws the same customers', whole, 1)
  .option('--json', 'figures as JSON')
  .option('--report <file>', 'writes an HTML report with charts')
  .action(async (options: SimulateOptions) => {
    process.stdout.write(await simulate(options));
  });

void program.parseAsync().catch((error: unknown) => {
  if (!(error instanceof SimulationError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
