import { randomUUID } from 'node:crypto';
import type { LocalRequest } from '../kit/http';
import { failure, notEmulated, objectIn, Refused } from './answers';
import { FOLDERS, type Folder } from './mail';
import type { ChangeType } from './mails';
import type { GraphOptions } from './options';
import type { PostOffice } from './post-office';
import type { Subscription } from './subscription';
import { preferencesOf } from './wire';

/** For Outlook messages without resource data: https://learn.microsoft.com/graph/change-notifications-overview#subscription-lifetime. */
const LONGEST_MS = 10_080 * 60_000;
const LONGEST_CLIENT_STATE = 128;

type Json = Readonly<Record<string, unknown>>;

export const invalid = (message: string, code = 'ValidationError'): never => {
  throw new Refused(failure(400, code, message));
};

const MEMBERS = [
  'changeType',
  'notificationUrl',
  'lifecycleNotificationUrl',
  'resource',
  'expirationDateTime',
  'clientState',
  'latestSupportedTlsVersion',
];

/** Reads what a subscription is asked to be; refused when Graph would refuse it, or when it is not emulated. */
export function readSubscription(options: GraphOptions, post: PostOffice, request: LocalRequest): Subscription {
  const json = objectIn(request);
  const unknown = Object.keys(json).find((name) => !MEMBERS.includes(name));
  if (unknown !== undefined) throw new Refused(notEmulated(`the member '${unknown}' of a subscription`));
  const resource = textIn(json, 'resource');
  const { mailbox, folder } = resourceOf(resource);
  const owner = post.mailbox(mailbox);
  if (owner === undefined) throw new Refused(failure(404, 'ResourceNotFound', `There is no mailbox ${mailbox}.`));
  const clientState = json['clientState'] === undefined ? null : textIn(json, 'clientState');
  if ((clientState?.length ?? 0) > LONGEST_CLIENT_STATE) invalid('clientState is longer than 128 characters.');
  const lifecycle = json['lifecycleNotificationUrl'];
  const now = options.clock.now();
  return {
    id: randomUUID(),
    resource,
    mailbox: owner.address.toLowerCase(),
    entraTenantId: owner.entraTenantId,
    folder,
    changeTypes: changeTypes(textIn(json, 'changeType')),
    notificationUrl: url(textIn(json, 'notificationUrl')),
    lifecycleNotificationUrl:
      lifecycle === undefined || lifecycle === null ? null : url(textIn(json, 'lifecycleNotificationUrl')),
    clientState,
    createdAt: now,
    expiresAt: expiry(json['expirationDateTime'], now),
    immutableIds: preferencesOf(request).immutableIds,
  };
}

function textIn(json: Json, name: string): string {
  const value = json[name];
  return typeof value === 'string' && value !== ''
    ? value
    : invalid(`The property '${name}' is required.`, 'InvalidRequest');
}

const RESOURCE = /^\/?users(?:\/|\(')([^/']+)(?:'\))?(?:\/mailFolders(?:\/|\(')([^/']+)(?:'\))?)?\/messages$/i;

function resourceOf(resource: string): { readonly mailbox: string; readonly folder: Folder | null } {
  const [, mailbox, named] = RESOURCE.exec(resource) ?? [];
  const folder = FOLDERS.find((known) => known === named?.toLowerCase());
  if (mailbox === undefined || (named !== undefined && folder === undefined))
    throw new Refused(notEmulated(`subscriptions to '${resource}'`));
  return { mailbox: decoded(mailbox), folder: folder ?? null };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return invalid(`The resource names a mailbox that cannot be read: '${text}'.`, 'InvalidRequest');
  }
}

function changeTypes(text: string): readonly ChangeType[] {
  const known: readonly ChangeType[] = ['created', 'updated', 'deleted'];
  return text
    .split(',')
    .map((name) => known.find((type) => type === name.trim()) ?? invalid(`There is no changeType '${name}'.`));
}

/** Graph posts to https only; here also to this machine without. */
const url = (text: string): string =>
  URL.canParse(text) && /^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1)[:/])/.test(text)
    ? text
    : invalid('Notification URLs must be https.');

/** When a subscription shall end: not in the past, and not further off than Graph allows. */
export function expiry(value: unknown, now: number): number {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) return invalid('expirationDateTime must be an instant.', 'InvalidRequest');
  if (at <= now) return invalid('Subscription expiration is in the past.');
  return at > now + LONGEST_MS ? invalid('Subscription expiration can only be 10080 minutes in the future.') : at;
}
