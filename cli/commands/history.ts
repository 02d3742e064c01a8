import type { Cli } from '../cli';
import { stampOf, type StampOptions } from '../stamp';
import { versionOption } from '../version-option';

interface HistoryOptions extends StampOptions {
  readonly limit: number;
}

/** `switchboard history`: who made what live, when and why. */
export function addHistory({ program, terminal, answer }: Cli): void {
  program
    .command('history')
    .summary('show who changed what is live')
    .description('Shows the versions that were live, newest first: when, by whom and why.')
    .argument('<tenant>', 'the id of the tenant')
    .option('--limit <count>', 'how many', versionOption, 20)
    .option('--url <url>', 'the stamp (SWITCHBOARD_URL)')
    .action(
      answer(async (tenantId: string, { limit, ...options }: HistoryOptions) => {
        const query = { limit: String(limit) };
        const entries = await stampOf(terminal, options).ask('getConfigHistory', { params: { tenantId }, query });
        return {
          exit: 'done',
          json: { tenant: tenantId, versions: entries },
          lines: (paint) =>
            entries.map(({ version, at, author, reason, restores }) => {
              const again = restores === null ? '' : ` (again version ${String(restores)})`;
              const when = paint('dim', new Date(at).toISOString());
              return `${paint('bold', String(version))}  ${when}  ${author.name ?? author.id}: ${reason}${again}`;
            }),
        };
      }),
    );
}
