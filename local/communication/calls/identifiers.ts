import { z } from 'zod';

/** How Communication Services names whoever can be in a call, as one string: `4:+1…`, `8:orgid:…`, `8:acs:…`, `28:orgid:…`. */
export type RawId = string;

/** The same as the JSON of requests, callbacks and events. */
export interface WireIdentifier {
  readonly kind: string;
  readonly rawId: RawId;
  readonly phoneNumber?: { readonly value: string; readonly isAnonymous?: boolean };
  readonly communicationUser?: { readonly id: string };
  readonly microsoftTeamsUser?: { readonly userId: string; readonly isAnonymous: boolean; readonly cloud: string };
}

const PHONE = '4:';
const TEAMS_USER = '8:orgid:';
const ANONYMOUS = 'anonymous';

export const isPhone = (rawId: RawId): boolean => rawId.startsWith(PHONE);
export const isTeamsUser = (rawId: RawId): boolean => rawId.startsWith(TEAMS_USER);
export const rawIdOfTeamsUser = (teamsUserId: string): RawId => `${TEAMS_USER}${teamsUserId}`;
export const teamsUserIdOf = (rawId: RawId): string => rawId.slice(TEAMS_USER.length);

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
  if (rawId.startsWith('8:acs:')) return { kind: 'communicationUser', rawId, communicationUser: { id: rawId } };
  return { kind: 'unknown', rawId };
}

/** Reads the JSON of an identifier; the raw id may be missing where the kind says all. */
export const identifierSchema = z
  .object({
    rawId: z.string().min(1).optional(),
    phoneNumber: z.object({ value: z.string().min(1) }).optional(),
    communicationUser: z.object({ id: z.string().min(1) }).optional(),
    microsoftTeamsUser: z.object({ userId: z.string().min(1) }).optional(),
    microsoftTeamsApp: z.object({ appId: z.string().min(1) }).optional(),
  })
  .transform(
    (model): RawId =>
      model.rawId ??
      (model.phoneNumber && `${PHONE}${model.phoneNumber.value}`) ??
      model.communicationUser?.id ??
      (model.microsoftTeamsUser && rawIdOfTeamsUser(model.microsoftTeamsUser.userId)) ??
      (model.microsoftTeamsApp && `28:orgid:${model.microsoftTeamsApp.appId}`) ??
      '',
  )
  .pipe(z.string().min(1, 'The identifier names nobody.'));
