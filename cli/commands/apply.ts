import type { Cli } from '../cli';
import { compileFolder, readFolder } from '../config-folder';
import { liveOf, wireOf } from '../live';
import { stampOf, type StampOptions } from '../stamp';
import { versionOption } from '../version-option';

interface ApplyOptions extends StampOptions {
  readonly reason: string;
  readonly expect?: number;
}

/** `switchboard apply`: makes a configuration live, in one step. */
export function addApply({ program, terminal, answer }: Cli): void {
  program
    .command('apply')
    .summary('make a configuration live')
    .description(
      'Makes a configuration live, whole or not at all. Refused when somebody else changed what is live meanwhile.',
    )
    .argument('<folder>', 'a tenant’s folder')
    .requiredOption('--reason <text>', 'why: kept in the history')
    .option('--expect <version>', 'the version that was live when the change was reviewed (0: none)', versionOption)
    .option('--url <url>', 'the stamp (SWITCHBOARD_URL)')
    .action(
      answer(async (folder: string, { reason, expect, ...options }: ApplyOptions) => {
        const files = readFolder(terminal, folder);
        const tenantId = compileFolder(files).tenant.id;
        const stamp = stampOf(terminal, options);
        const expectedVersion = expect ?? (await liveOf(stamp, tenantId)).version;
        const body = { files: wireOf(files), reason, expectedVersion };
        const { version, changed } = await stamp.ask('publishConfig', { params: { tenantId }, body });
        return {
          exit: 'done',
          json: { tenant: tenantId, version, changed },
          lines: (paint) => [
            changed
              ? `${paint('green', 'live')} ${tenantId}: version ${String(version)}`
              : `${tenantId}: version ${String(version)} is live and says the same`,
          ],
        };
      }),
    );
}
