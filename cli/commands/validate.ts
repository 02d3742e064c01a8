import { addressKeyOf } from '../../shared/core/config/address-key';
import type { CompiledConfig } from '../../shared/core/config/compiled';
import type { ConfigFile } from '../../shared/contracts/read-config';
import { placeOfItem } from '../../shared/contracts/read-config';
import type { Cli } from '../cli';
import { compileFolder, readFolder } from '../config-folder';
import { CliError, type Fault, type Told } from '../told';

interface Read {
  readonly folder: string;
  readonly files: readonly ConfigFile[];
  readonly config: CompiledConfig;
}

/** `switchboard validate`: the rules that the stamp itself applies, without a stamp. */
export function addValidate({ program, terminal, answer }: Cli): void {
  program
    .command('validate')
    .summary('check a configuration')
    .description(
      'Checks every file of a configuration, and that all its names lead somewhere; several also against each other.',
    )
    .argument('<folders...>', 'tenants’ folders, like config/contoso')
    .action(
      answer((folders: string[]): Told => {
        const read = folders.map((folder): Read => {
          const files = readFolder(terminal, folder);
          return { folder, files, config: compileFolder(files) };
        });
        const shared = sharedAddresses(read);
        if (shared.length > 0) throw new CliError('refused', 'The configurations do not go together.', shared);
        return {
          exit: 'done',
          json: read.map(summary),
          lines: (paint) => read.map((one) => line(one, paint('green', 'valid'))),
        };
      }),
    );
}

const summary = ({ files, config }: Read) => ({
  tenant: config.tenant.id,
  files: files.length,
  queues: config.queues.size,
  agents: config.agents.size,
  flows: config.flows.size,
  entryPoints: config.entryPoints.size,
});

function line(read: Read, valid: string): string {
  const { tenant, queues, agents, flows, entryPoints } = summary(read);
  return `${valid} ${tenant}: ${String(queues)} queues, ${String(agents)} agents, ${String(flows)} flows, ${String(entryPoints)} entry points`;
}

/** A number or mailbox is one tenant's. */
function sharedAddresses(read: readonly Read[]): readonly Fault[] {
  const owners = new Map<string, string>();
  return read.flatMap(({ folder, files, config }) =>
    [...config.entryPoints.values()].flatMap(({ id, channel, address, trunk }): readonly Fault[] => {
      if (channel === 'chat') return [];
      const key = addressKeyOf(address, trunk);
      const owner = owners.get(key) ?? folder;
      owners.set(key, owner);
      if (owner === folder) return [];
      const path = `${folder}/${placeOfItem(files, 'entryPoints', id, 'address')}`;
      return [{ path, message: `'${address}' is already an address of ${owner}` }];
    }),
  );
}
