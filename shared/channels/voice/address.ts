/**
 * Addresses of voice: a phone number in E.164 as it is, anything else by its raw id (`28:orgid:…` for a Teams resource
 * account, `8:acs:…` for a browser), `anonymous` for a caller who hides their number.
 * See https://learn.microsoft.com/azure/communication-services/concepts/identifiers.
 */
export type VoiceAddress = string;

export const ANONYMOUS: VoiceAddress = 'anonymous';
const PHONE = '4:';

/** The raw id under which ACS knows an address. */
export const rawIdOf = (address: VoiceAddress): string =>
  address === ANONYMOUS || address.startsWith('+') ? `${PHONE}${address}` : address;

/** The address of a raw id. An asserted id (`4:+1…_…`) says how sure the network is of a number, not which it is. */
export const addressOf = (rawId: string): VoiceAddress => /^4:(\+\d+|anonymous)(?:_|$)/.exec(rawId)?.[1] ?? rawId;

/** The raw id of an agent's Teams user in the public cloud. */
export const rawIdOfAgent = (teamsUserId: string): string => `8:orgid:${teamsUserId}`;

/** A Teams extension user: `8:acs:{resource}_{directory}_{user}`. A browser's own user has two parts only. */
const EXTENSION_USER = /^8:acs:[^_]+_[^_]+_([^_]+)$/u;

/** The Teams user of a raw id, in their Teams client or in a softphone; undefined for whoever is none. */
export const agentOf = (rawId: string): string | undefined =>
  (/^8:orgid:(.+)$/.exec(rawId) ?? EXTENSION_USER.exec(rawId))?.[1];
