import { readFileSync, writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { printReplay } from './replay/print-replay';
import { record, stampAt } from './replay/record';
import { writeRecording } from './replay/recording';
import { replayFile } from './replay/replay-file';
import { simulate, type SimulateOptions } from './simulate';
import { SimulationError } from './simulation-error';

/** `config` may be left out where a recording is replayed. */
interface Options extends Omit<SimulateOptions, 'config'> {
  readonly config?: string;
  readonly replay?: string;
}

interface RecordOptions {
  readonly api: string;
  readonly tokenFile: string;
  readonly tenant: string;
  readonly shard: string;
  readonly from: number;
  readonly to: number;
  readonly out: string;
}

const whole = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('a whole number from 1');
  return value;
};

const instant = (text: string): number => {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new InvalidArgumentError('an instant such as 2026-10-05T00:00:00Z');
  return at;
};

async function run({ replay, ...options }: Options): Promise<void> {
  const text =
    replay === undefined ? await simulate({ ...options, config: options.config ?? 'config/contoso' }) : replayed();
  process.stdout.write(text);

  function replayed(): string {
    const outcome = replayFile(replay ?? '', options.config);
    // Recorded decisions that do not come out again are a failure; those of another configuration are what was asked for.
    if (outcome.kind === 'same' && outcome.differsFrom !== null) process.exitCode = 1;
    return options.json === true ? `${JSON.stringify(outcome, null, 2)}\n` : printReplay(outcome);
  }
}

async function runRecord(options: RecordOptions): Promise<void> {
  const { api, tenant: tenantId, shard: shardId, from: fromAt, to: untilAt, out } = options;
  const token = readFileSync(options.tokenFile, 'utf8').trim();
  const recording = await record(stampAt(api, token), { tenantId, shardId, fromAt, untilAt });
  writeFileSync(out, writeRecording(recording));
  process.stdout.write(`${out}: ${recording.entries.length} entries\n`);
}

const program = new Command('simulate')
  .description('Lives days of a contact centre with the routing core of the product, in virtual time.')
  .option('--config <folder>', 'configuration of a tenant (config/contoso)')
  .option('--scenario <file>', 'who comes, and who works', 'simulation/scenarios/contoso.yaml')
  .option('--compare <folder>', 'a second configuration, for the same customers')
  .option('--days <n>', 'how many days are lived', whole, 20)
  .option('--contacts <n>', 'lives further days until so many queue visits were made', whole)
  .option('--seed <n>', 'the same seed draws the same customers', whole, 1)
  .option('--json', 'figures as JSON')
  .option('--report <file>', 'writes an HTML report with charts')
  .option('--replay <file>', 'replays a recording: with its own configuration, or with that of --config')
  .action(run);

program
  .command('record')
  .description('Fetches what a shard of a running stamp decided, for --replay.')
  .requiredOption('--api <url>', 'the API of the stamp, up to /api')
  .requiredOption('--token-file <file>', 'a file with an access token of an administrator')
  .requiredOption('--tenant <id>')
  .requiredOption('--shard <id>')
  .requiredOption('--from <instant>', 'ISO 8601', instant)
  .requiredOption('--to <instant>', 'ISO 8601', instant)
  .requiredOption('--out <file>')
  .action(runRecord);

void program.parseAsync().catch((error: unknown) => {
  if (!(error instanceof SimulationError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
