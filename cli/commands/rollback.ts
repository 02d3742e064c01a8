import type { Cli } from '../cli';
import { stampOf, type Stamp, type StampOptions } from '../stamp';
import { CliError } from '../told';
import { versionOption } from '../version-option';

interface RollbackOptions extends StampOptions {
  readonly reason: string;
  readonly to?: number;
}

/** `switchboard rollback`: makes an earlier version live again. */
export function addRollback({ program, terminal, answer }: Cli): void {
  program
    .command('rollback')
    .summary('make an earlier version live again')
    .description(
      'Makes the version before the live one live again, or another; as quick as an apply, and in the history like one.',
    )
    .argument('<tenant>', 'the id of the tenant')
    .requiredOption('--reason <text>', 'why: kept in the history')
    .option('--to <version>', 'which version', versionOption)
    .option('--url <url>', 'the stamp (SWITCHBOARD_URL)')
    .action(
      answer(async (tenantId: string, { reason, to, ...options }: RollbackOptions) => {
        const stamp = stampOf(terminal, options);
        const { live, before } = await newest(stamp, tenantId);
        const body = { version: to ?? before, reason, expectedVersion: live };
        const { version } = await stamp.ask('restoreConfig', { params: { tenantId }, body });
        return {
          exit: 'done',
          json: { tenant: tenantId, version, restores: body.version },
          lines: (paint) => [
            `${paint('green', 'live')} ${tenantId}: version ${String(version)}, which is version ${String(body.version)} again`,
          ],
        };
      }),
    );
}

/** The live version, and what was live before it. */
async function newest(stamp: Stamp, tenantId: string): Promise<{ live: number; before: number }> {
  const [entry] = await stamp.ask('getConfigHistory', { params: { tenantId }, query: { limit: '1' } });
  if (entry === undefined || entry.replaces === 0)
    throw new CliError('refused', 'There is no version before the live one.');
  return { live: entry.version, before: entry.replaces };
}
