import type { Cli } from '../cli';
import { stampOf, type StampOptions } from '../stamp';
import { CliError } from '../told';
import { folderToWrite, writeInto } from '../write-folder';
import { versionOption } from '../version-option';

interface ExportOptions extends StampOptions {
  readonly version?: number;
  readonly force: boolean;
}

/** `switchboard export`: the files of what is live, exactly as they were applied. */
export function addExport({ program, terminal, answer }: Cli): void {
  program
    .command('export')
    .summary('write what is live into a folder')
    .description('Writes the files of a version into a folder, comments and all.')
    .argument('<tenant>', 'the id of the tenant')
    .argument('<folder>', 'where to; must be empty')
    .option('--version <version>', 'an earlier version', versionOption)
    .option('--force', 'write over files that are there', false)
    .option('--url <url>', 'the stamp (SWITCHBOARD_URL)')
    .action(
      answer(async (tenantId: string, folder: string, { version, force, ...options }: ExportOptions) => {
        const root = folderToWrite(terminal, folder, force);
        const stamp = stampOf(terminal, options);
        const found =
          version === undefined
            ? await stamp.ask('getLiveConfig', { params: { tenantId } })
            : await stamp.ask('getConfigVersion', { params: { tenantId, version: String(version) } });
        for (const { name } of found.files) requireInside(name);
        for (const { name, content } of found.files) writeInto(root, name, content);
        const files = found.files.map(({ name }) => name);
        return {
          exit: 'done',
          json: { tenant: tenantId, version: found.version, folder, files },
          lines: () => [`${tenantId}: version ${String(found.version)}, ${String(files.length)} files in ${folder}`],
        };
      }),
    );
}

/** A name that leads out of the folder is none that a stamp takes: whoever answers with one is no stamp. */
function requireInside(name: string): void {
  if (!/^[\w.-]+(\/[\w.-]+)*\.ya?ml$/u.test(name) || name.split('/').includes('..'))
    throw new CliError('failed', `The stamp answered with a file named ${name}.`);
}
