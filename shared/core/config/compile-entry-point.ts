import type { CompiledFlow } from '../flow/compiled';
import type { Channel } from '../lib/channel';
import type { Located, Report } from './collect';
import type { EntryPoint, Queue, Tenant } from './compiled';
import { noCallsBecause, PROFILES_OF } from './capabilities';
import type { EntryPointSource } from './entry-point-source';
import { isSoftphoneEntry } from './softphone-entry';

/** What an entry point names outside itself. A flow that was refused is null: known, but not to be judged twice. */
export interface EntryReferences {
  readonly flows: ReadonlyMap<string, CompiledFlow | null>;
  readonly queues: ReadonlyMap<string, Queue>;
  readonly tenant: Pick<Tenant, 'integrationModel'>;
}

const ADDRESS: Readonly<Record<Channel, { readonly pattern: RegExp; readonly like: string }>> = {
  voice: { pattern: /^\+[1-9]\d{6,14}$/u, like: '+14255550100' },
  sms: { pattern: /^\+[1-9]\d{6,14}$/u, like: '+14255550100' },
  chat: { pattern: /^[a-z0-9][a-z0-9-]{0,62}$/u, like: 'contoso-web' },
  email: { pattern: /^[^\s@]{1,64}@[^\s@]{1,255}$/u, like: 'help@contoso.com' },
};

/** An address with the flow and the queue that its channel can use. Mail addresses are kept in lower case. */
export function compileEntryPoint(
  item: Located<EntryPointSource>,
  references: EntryReferences,
  report: Report,
): EntryPoint {
  const { id, channel, address, trunk, callerId, sendAs, flow, queue, provider } = item.value;
  const { pattern, like } = ADDRESS[channel];
  const isAccount = isSoftphoneEntry({ channel, address });
  const { integrationModel } = references.tenant;
  if (isAccount && !PROFILES_OF[integrationModel].includes('teamsPhone'))
    report('notPossible', item, ['address'], `'${integrationModel}' takes no calls to Teams resource accounts`);
  if (isAccount && trunk !== undefined)
    report('invalidAddress', item, ['trunk'], 'calls to a Teams resource account come over no trunk of ours');
  if (!isAccount && !pattern.test(address))
    report('invalidAddress', item, ['address'], `'${address}' is not like ${like}`);
  const noCalls = channel === 'voice' ? noCallsBecause(integrationModel) : null;
  if (noCalls !== null) report('notPossible', item, ['channel'], noCalls);
  if (trunk !== undefined && channel !== 'voice')
    report('invalidAddress', item, ['trunk'], 'only calls come over a trunk');
  if (provider !== undefined && channel !== 'chat')
    report('invalid', item, ['provider'], 'only a chat has a provider to choose');
  checkFlow(item, references, report);
  checkQueue(item, references, report);
  return {
    id,
    channel,
    address: address.toLowerCase(),
    trunk: trunk?.toLowerCase() ?? null,
    callerId: callerId ?? null,
    sendAs: sendAs?.toLowerCase() ?? null,
    flowId: flow,
    queueId: queue,
    chatProvider: channel === 'chat' ? (provider ?? 'acs') : null,
  };
}

/** Who is called sees a number of the tenant's own, or a tenant could pass for somebody else. */
export function checkCallerIds(items: readonly Located<EntryPointSource>[], report: Report): void {
  const numbers = new Set(items.flatMap(({ value }) => (value.channel === 'voice' ? [value.address] : [])));
  for (const item of items) {
    const { channel, address, callerId } = item.value;
    if (callerId === undefined) continue;
    if (channel !== 'voice' || isSoftphoneEntry({ channel, address }))
      report('notPossible', item, ['callerId'], 'only calls of a number show another number');
    else if (!numbers.has(callerId))
      report('invalidAddress', item, ['callerId'], `'${callerId}' is no number of an entry point for calls`);
  }
}

/** Only Graph sends as another address: what ACS reports of a mail is found by the address that sent it. */
export function checkSendAs(
  items: readonly Located<EntryPointSource>[],
  { emailSender }: Pick<Tenant, 'emailSender'>,
  report: Report,
): void {
  for (const item of items) {
    const { channel, sendAs } = item.value;
    if (sendAs === undefined) continue;
    if (channel !== 'email') report('notPossible', item, ['sendAs'], 'only mails are sent as another address');
    else if (emailSender !== 'graph')
      report('notPossible', item, ['sendAs'], "mails are sent as another address with 'emailSender: graph' alone");
    else if (!ADDRESS.email.pattern.test(sendAs))
      report('invalidAddress', item, ['sendAs'], `'${sendAs}' is not like ${ADDRESS.email.like}`);
  }
}

/** One address of a channel is one entry point. */
export function checkAddresses(items: Iterable<Located<EntryPointSource>>, report: Report): void {
  const owners = new Map<string, string>();
  for (const item of items) {
    const { id, channel, address } = item.value;
    const key = `${channel} ${address.toLowerCase()}`;
    const owner = owners.get(key);
    if (owner === undefined) owners.set(key, id);
    else report('duplicateAddress', item, ['address'], `'${address}' is already that of '${owner}'`);
  }
}

function checkFlow(item: Located<EntryPointSource>, { flows }: EntryReferences, report: Report): void {
  const { channel, flow } = item.value;
  const found = flows.get(flow);
  if (found === undefined) report('unknownFlow', item, ['flow'], `there is no flow '${flow}'`);
  else if (found !== null && !found.channels.includes(channel)) {
    report('flowLacksChannel', item, ['flow'], `flow '${flow}' does not serve ${channel}`);
  }
}

function checkQueue(item: Located<EntryPointSource>, { queues }: EntryReferences, report: Report): void {
  const { channel, queue } = item.value;
  const found = queues.get(queue);
  if (found === undefined) report('unknownQueue', item, ['queue'], `there is no queue '${queue}'`);
  else if (!found.channels.has(channel)) {
    report('queueLacksChannel', item, ['queue'], `queue '${queue}' does not take ${channel}`);
  }
}
