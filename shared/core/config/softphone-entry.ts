import type { EntryPoint } from './compiled';

/** The raw id of a Teams resource account: calls to it come by Teams Phone extensibility. */
const RESOURCE_ACCOUNT = /^28:orgid:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/iu;

/** The object id of the resource account that an address names; undefined for any other address. */
export const resourceAccountIn = (address: string): string | undefined => RESOURCE_ACCOUNT.exec(address)?.[1];

/** Agents answer its calls in a softphone, not in their Teams client. */
export const isSoftphoneEntry = ({ channel, address }: Pick<EntryPoint, 'channel' | 'address'>): boolean =>
  channel === 'voice' && resourceAccountIn(address) !== undefined;
