import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export interface Somebody {
  /** Object id in Entra and in Teams. */
  readonly objectId: string;
  readonly name: string;
  readonly userPrincipalName: string;
  readonly roles: readonly string[];
  /** What the directory says they do. */
  readonly jobTitle: string;
}

/** The organisation that local Azure plays: what its configuration says of it, and who works there beside the agents. */
export interface Organisation {
  readonly id: string;
  readonly name: string;
  readonly entraTenantId: string;
  readonly domain: string;
  readonly agents: readonly (Somebody & { readonly agentId: string })[];
  readonly staff: readonly Somebody[];
  readonly addresses: Readonly<Record<'voice' | 'sms' | 'chat' | 'email', string>>;
  /** The numbers that customers can call, in the order of the configuration, and the flow behind each. */
  readonly numbers: readonly { readonly address: string; readonly flow: string }[];
  /** The numbers of its Communication Services resource: those that a second carrier has are not among them. */
  readonly ownNumbers: readonly string[];
  /** The configuration as it is published. */
  readonly files: readonly { readonly name: string; readonly content: string }[];
}

interface Part {
  readonly tenant?: { readonly id: string; readonly name: string; readonly entraTenantId: string };
  readonly agents?: readonly { readonly id: string; readonly name: string; readonly entraObjectId: string }[];
  readonly entryPoints?: readonly {
    readonly channel: keyof Organisation['addresses'];
    readonly address: string;
    readonly flow: string;
    /** Communication Services where none is named. */
    readonly provider?: string;
  }[];
}

/** Reads a tenant's folder of YAML files. */
export function readOrganisation(folder: string): Organisation {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => ({ name: file.replaceAll('\\', '/'), content: readFileSync(join(folder, file), 'utf8') }));
  const parts = files.filter(({ name }) => !name.startsWith('flows/')).map(({ content }) => parse(content) as Part);
  const tenant = parts.flatMap((part) => part.tenant ?? [])[0];
  if (tenant === undefined) throw new Error(`The configuration in ${folder} names no tenant.`);
  const domain = `${tenant.id}.example`;
  const entryPoints = parts.flatMap((part) => part.entryPoints ?? []);
  const person = (objectId: string, name: string, jobTitle: string, roles: readonly string[]): Somebody => ({
    objectId,
    name,
    userPrincipalName: `${name.toLowerCase().replaceAll(' ', '.')}@${domain}`,
    roles,
    jobTitle,
  });
  return {
    ...tenant,
    domain,
    agents: parts
      .flatMap((part) => part.agents ?? [])
      .map(({ id, name, entraObjectId }) => ({
        ...person(entraObjectId, name, 'Agent', ['Switchboard.Agent']),
        agentId: id,
      })),
    staff: [
      person('0c0a5050-0000-4000-8000-0000000000b1', 'Sofia Supervisor', 'Head of Customer Service', [
        'Switchboard.Supervisor',
        'Switchboard.Listener',
      ]),
      person('0c0a5050-0000-4000-8000-0000000000b2', 'Adrian Admin', 'Administrator', ['Switchboard.Admin']),
    ],
    // The first of a channel is the one that people dial who say no other.
    addresses: Object.fromEntries(
      [...entryPoints].reverse().map(({ channel, address }) => [channel, address]),
    ) as Organisation['addresses'],
    numbers: entryPoints.filter(({ channel }) => channel === 'voice').map(({ address, flow }) => ({ address, flow })),
    ownNumbers: [...new Set(entryPoints.filter(isOwnNumber).map(({ address }) => address))],
    files,
  };
}

const isOwnNumber = ({ channel, address, provider = 'acs' }: NonNullable<Part['entryPoints']>[number]) =>
  (channel === 'voice' || channel === 'sms') && provider === 'acs' && address.startsWith('+');
