import type { Cli } from '../cli';
import { compileFolder, readFolder } from '../config-folder';
import type { Told } from '../told';

/** `switchboard validate`: the rules that the stamp itself applies, without a stamp. */
export function addValidate({ program, terminal, answer }: Cli): void {
  program
    .command('validate')
    .summary('check a configuration')
    .description('Checks every file of a configuration, and that all its names lead somewhere.')
    .argument('<folder>', 'a tenant’s folder, like config/contoso')
    .action(
      answer((folder: string): Told => {
        const files = readFolder(terminal, folder);
        const { tenant, queues, agents, flows, entryPoints } = compileFolder(files);
        const counts = { queues: queues.size, agents: agents.size, flows: flows.size, entryPoints: entryPoints.size };
        const told = Object.entries(counts).map(([what, count]) => `${String(count)} ${what}`);
        return {
          exit: 'done',
          json: { tenant: tenant.id, files: files.length, ...counts },
          lines: (paint) => [`${paint('green', 'valid')} ${tenant.id}: ${told.join(', ')}`],
        };
      }),
    );
}
