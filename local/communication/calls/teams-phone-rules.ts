import { accountOf, isExtensionUser, isPhone, isResourceAccount, isTeamsUser, type RawId } from './identifiers';
import { invalidArgument, notSupported } from './results';
import type { Call } from './state';

/**
 * What differs in a call that a Teams resource account has (Teams Phone extensibility):
 * https://learn.microsoft.com/azure/communication-services/concepts/interop/tpe/teams-phone-extensibility-capabilities
 */
export const isOfTeamsPhone = ({ account }: Call): boolean => account !== undefined;

/** The account that is called, if one is. */
export const accountIn = (to: RawId): { readonly account?: string } =>
  isResourceAccount(to) ? { account: accountOf(to) } : {};

/** Whether somebody may be brought into a call. */
export function checkInvited(call: Call, rawId: RawId, hasSource: boolean): void {
  if (isOfTeamsPhone(call) && isTeamsUser(rawId))
    throw notSupported('Teams users cannot be added to a call of a Teams resource account.');
  if (!isOfTeamsPhone(call) && isExtensionUser(rawId))
    throw notSupported('Teams extension users can be added to calls of a Teams resource account only.');
  if (isOfTeamsPhone(call) && isResourceAccount(rawId))
    throw notSupported('Teams voice apps cannot be added to a call of a Teams resource account.');
  if (isPhone(rawId) && !hasSource && !isOfTeamsPhone(call))
    throw invalidArgument('sourceCallerIdNumber is required to add a phone number.');
}

/** Call Automation holds nobody there. */
export function checkHold(call: Call): void {
  if (isOfTeamsPhone(call)) throw notSupported('Hold is not supported in a call of a Teams resource account.');
}
