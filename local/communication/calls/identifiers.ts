import { z } from 'zod';

/** How Communication Services names whoever can be in a call, as one string: `4:+1…`, `8:orgid:…`, `8:acs:…`, `28:orgid:…`. */
export type RawId = string;

/** The same as the JSON of requests, callbacks and events. */
export interface WireIdentifier {
  readonly kind: string;
  readonly rawId: RawId;
  readonly phoneNumber?: { readonly value: string; readonly isAnonymous?: boolean };
  readonly communicationUser?: { readonly id: string };
  readonly teamsExtensionUser?: {
    readonly userId: string;
    readonly tenantId: string;
    readonly resourceId: string;
    readonly cloud: string;
  };
  readonly microsoftTeamsUser?: { readonly userId: string; readonly isAnonymous: boolean; readonly cloud: string };
}

const PHONE = '4:';
const TEAMS_USER = '8:orgid:';
const ANONYMOUS = 'anonymous';

export const isPhone = (rawId: RawId): boolean => rawId.startsWith(PHONE);
export const isTeamsUser = (rawId: RawId): boolean => rawId.startsWith(TEAMS_USER);

/** `8:acs:{resource}_{directory}_{user}`: somebody of a directory in a softphone, with Teams Phone extensibility. */
const EXTENSION_USER = /^8:acs:([^_]+)_([^_]+)_([^_]+)$/;
export const isExtensionUser = (rawId: RawId): boolean => EXTENSION_USER.test(rawId);
/** A user of the resource alone, for whom an app may answer. */
export const isOwnUser = (rawId: RawId): boolean => rawId.startsWith('8:acs:') && !isExtensionUser(rawId);
/** Whoever has a user in a directory, in a Teams client or in a softphone. */
export const isAgent = (rawId: RawId): boolean => isTeamsUser(rawId) || isExtensionUser(rawId);

const RESOURCE_ACCOUNT = '28:orgid:';
export const isResourceAccount = (rawId: RawId): boolean => rawId.startsWith(RESOURCE_ACCOUNT);
export const accountOf = (rawId: RawId): string => rawId.slice(RESOURCE_ACCOUNT.length);
export const rawIdOfTeamsUser = (teamsUserId: string): RawId => `${TEAMS_USER}${teamsUserId}`;
export const teamsUserIdOf = (rawId: RawId): string =>
  EXTENSION_USER.exec(rawId)?.[3] ?? rawId.slice(TEAMS_USER.length);

/** A number in E.164 or `anonymous` becomes a phone's raw id; anything else is one already. */
export const rawIdOfAddress = (address: string): RawId =>
  address === ANONYMOUS || address.startsWith('+') ? `${PHONE}${address}` : address;

export const addressOfRawId = (rawId: RawId): string => (isPhone(rawId) ? rawId.slice(PHONE.length) : rawId);

/** A Teams resource account (`28:orgid:`) comes as `unknown`, as Azure sends it. */
export function identifierOf(rawId: RawId): WireIdentifier {
  if (isPhone(rawId)) {
    const value = addressOfRawId(rawId);
    const phoneNumber = value === ANONYMOUS ? { value, isAnonymous: true } : { value };
    return { kind: 'phoneNumber', rawId, phoneNumber };
  }
  if (isTeamsUser(rawId)) {
    const microsoftTeamsUser = { userId: teamsUserIdOf(rawId), isAnonymous: false, cloud: 'public' };
    return { kind: 'microsoftTeamsUser', rawId, microsoftTeamsUser };
  }
  const [, resourceId, tenantId, userId] = EXTENSION_USER.exec(rawId) ?? [];
  if (resourceId !== undefined && tenantId !== undefined && userId !== undefined) {
    return { kind: 'teamsExtensionUser', rawId, teamsExtensionUser: { userId, tenantId, resourceId, cloud: 'public' } };
  }
  if (rawId.startsWith('8:acs:')) return { kind: 'communicationUser', rawId, communicationUser: { id: rawId } };
  return { kind: 'unknown', rawId };
}

const extensionUserOf = (user: {
  readonly userId: string;
  readonly tenantId: string;
  readonly resourceId: string;
}): RawId => `8:acs:${user.resourceId}_${user.tenantId}_${user.userId}`;

/** Reads the JSON of an identifier; the raw id may be missing where the kind says all. */
export const identifierSchema = z
  .object({
    rawId: z.string().min(1).optional(),
    phoneNumber: z.object({ value: z.string().min(1) }).optional(),
    communicationUser: z.object({ id: z.string().min(1) }).optional(),
    microsoftTeamsUser: z.object({ userId: z.string().min(1) }).optional(),
    teamsExtensionUser: z
      .object({ userId: z.string().min(1), tenantId: z.string().min(1), resourceId: z.string().min(1) })
      .optional(),
    microsoftTeamsApp: z.object({ appId: z.string().min(1) }).optional(),
  })
  .transform(
    (model): RawId =>
      model.rawId ??
      (model.phoneNumber && `${PHONE}${model.phoneNumber.value}`) ??
      model.communicationUser?.id ??
      (model.microsoftTeamsUser && rawIdOfTeamsUser(model.microsoftTeamsUser.userId)) ??
      (model.teamsExtensionUser && extensionUserOf(model.teamsExtensionUser)) ??
      (model.microsoftTeamsApp && `${RESOURCE_ACCOUNT}${model.microsoftTeamsApp.appId}`) ??
      '',
  )
  .pipe(z.string().min(1, 'The identifier names nobody.'));
