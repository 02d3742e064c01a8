import type { CompiledConfig } from './compiled';
import { isSoftphoneEntry } from './softphone-entry';

/** Something of a tenant that Microsoft retires with Azure Communication Services, and what takes its place. */
export interface AcsDependent {
  readonly what: string;
  readonly instead: string;
}

/** The day on which chat, texts, mail, numbers and Direct Routing of Azure Communication Services end. */
export const ACS_ENDS = '2028-09-30';

/** What a tenant still depends on, in the order in which it is moved (docs/after-acs.md). */
export function acsDependents({ tenant, entryPoints }: CompiledConfig): readonly AcsDependent[] {
  const all = [...entryPoints.values()];
  const uses = (channel: string) => all.some((one) => one.channel === channel);
  const mail =
    uses('email') && tenant.emailSender === 'acs'
      ? [{ what: 'mail leaves by ACS Email', instead: 'emailSender: graph' }]
      : [];
  const texts =
    uses('sms') && tenant.smsSender === 'acs'
      ? [{ what: 'texts go by ACS SMS', instead: 'a carrier: smsSender: telesign' }]
      : [];
  const chats = all
    .filter(({ chatProvider }) => chatProvider === 'acs')
    .map(({ id }) => ({ what: `the chat '${id}' is an ACS chat`, instead: 'provider: switchboard' }));
  const calls = all
    .filter((one) => one.channel === 'voice' && !isSoftphoneEntry(one))
    .map(({ id, trunk }) => ({
      what: `calls to '${id}' come ${trunk === null ? 'to a number of ACS or its Direct Routing' : 'by ACS Direct Routing'}`,
      instead: 'a Teams resource account: address: 28:orgid:<its object id>',
    }));
  return [...mail, ...texts, ...chats, ...calls];
}
