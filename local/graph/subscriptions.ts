import { randomUUID } from 'node:crypto';
import type { LocalRequest, LocalResponse, Route } from '../kit/http';
import { failure, guardedRoute, notEmulated, notFound, objectIn, Refused } from './answers';
import { FOLDERS, type Folder } from './mail';
import type { ChangeType } from './mails';
import type { GraphOptions } from './options';
import type { PostOffice } from './post-office';
import { validateEndpoint } from './validation';
import { preferencesOf } from './wire';

/** A subscription to the messages of a mailbox or of one of its folders. */
export interface Subscription {
  readonly id: string;
  /** As the subscriber wrote it. */
  readonly resource: string;
  readonly mailbox: string;
  readonly entraTenantId: string;
  readonly folder: Folder | null;
  readonly changeTypes: readonly ChangeType[];
  readonly notificationUrl: string;
  readonly lifecycleNotificationUrl: string | null;
  readonly clientState: string | null;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly immutableIds: boolean;
}

export interface Subscriptions {
  readonly routes: readonly Route[];
  /** Those that have not expired. */
  live(): readonly Subscription[];
  /** Ends one as Graph itself does now and then. */
  remove(id: string): Promise<Subscription | undefined>;
}

/** For Outlook messages without resource data: https://learn.microsoft.com/graph/change-notifications-overview#subscription-lifetime. */
const LONGEST_MS = 10_080 * 60_000;
const LONGEST_CLIENT_STATE = 128;

type Json = Readonly<Record<string, unknown>>;

const invalid = (message: string, code = 'ValidationError'): never => {
  throw new Refused(failure(400, code, message));
};

/** `onSaved` sees every subscription that was made or prolonged. */
export function openSubscriptions(
  options: GraphOptions,
  post: PostOffice,
  onSaved: (subscription: Subscription) => void,
): Subscriptions {
  const { store, clock } = options;
  const subscriptions = store.collection<Subscription>('graph_subscriptions');
  const live = () => subscriptions.values().filter(({ expiresAt }) => expiresAt > clock.now());
  const route = guardedRoute(options);

  function find({ params }: LocalRequest): Subscription {
    const found = live().find(({ id }) => id === params['id']);
    if (found === undefined) throw new Refused(notFound('The subscription does not exist or has expired.'));
    return found;
  }
  async function save(subscription: Subscription): Promise<void> {
    await subscriptions.put(subscription.id, subscription);
    onSaved(subscription);
  }

  async function create(request: LocalRequest): Promise<LocalResponse> {
    const subscription = readSubscription(options, post, request);
    await validateAll(options, subscription);
    await save(subscription);
    return { status: 201, body: wire(subscription, true) };
  }

  async function renew(request: LocalRequest): Promise<LocalResponse> {
    const before = find(request);
    const { expirationDateTime, ...rest } = objectIn(request);
    const other = Object.keys(rest)[0];
    if (other !== undefined) throw new Refused(notEmulated(`changing '${other}' of a subscription`));
    const renewed = { ...before, expiresAt: expiry(expirationDateTime, clock.now()) };
    await save(renewed);
    return { status: 200, body: wire(renewed, false) };
  }

  return {
    live,
    async remove(id) {
      const removed = live().find((subscription) => subscription.id === id);
      await subscriptions.delete(id);
      return removed;
    },
    routes: [
      route('POST', '/subscriptions', create),
      route('GET', '/subscriptions', () => ({ status: 200, body: { value: live().map((one) => wire(one, false)) } })),
      route('POST', '/subscriptions/{id}/reauthorize', (request) => ({ status: find(request) ? 204 : 404 })),
      route('GET', '/subscriptions/{id}', (request) => ({ status: 200, body: wire(find(request), false) })),
      route('PATCH', '/subscriptions/{id}', renew),
      route('DELETE', '/subscriptions/{id}', async (request) => {
        await subscriptions.delete(find(request).id);
        return { status: 204 };
      }),
    ],
  };
}

const MEMBERS = [
  'changeType',
  'notificationUrl',
  'lifecycleNotificationUrl',
  'resource',
  'expirationDateTime',
  'clientState',
  'latestSupportedTlsVersion',
];

function readSubscription(options: GraphOptions, post: PostOffice, request: LocalRequest): Subscription {
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
  return { mailbox: decodeURIComponent(mailbox), folder: folder ?? null };
}

function changeTypes(text: string): readonly ChangeType[] {
  const known: readonly ChangeType[] = ['created', 'updated', 'deleted'];
  return text
    .split(',')
    .map((name) => known.find((type) => type === name.trim()) ?? invalid(`There is no changeType '${name}'.`));
}

/** Graph posts to https only; here also to this machine without. */
const url = (text: string): string =>
  /^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1)[:/])/.test(text) ? text : invalid('Notification URLs must be https.');

function expiry(value: unknown, now: number): number {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) return invalid('expirationDateTime must be an instant.', 'InvalidRequest');
  if (at <= now) return invalid('Subscription expiration is in the past.');
  return at > now + LONGEST_MS ? invalid('Subscription expiration can only be 10080 minutes in the future.') : at;
}

async function validateAll(options: GraphOptions, subscription: Subscription): Promise<void> {
  const urls = [subscription.notificationUrl, subscription.lifecycleNotificationUrl].flatMap((one) => one ?? []);
  for (const one of new Set(urls)) {
    const failed = await validateEndpoint(options, one);
    if (failed !== undefined) invalid(`Subscription validation request failed. ${failed}`);
  }
}

/** The client state is given back only to whom it was just told by. */
const wire = (subscription: Subscription, withState: boolean) => ({
  id: subscription.id,
  resource: subscription.resource,
  changeType: subscription.changeTypes.join(','),
  clientState: withState ? subscription.clientState : null,
  notificationUrl: subscription.notificationUrl,
  notificationQueryOptions: null,
  lifecycleNotificationUrl: subscription.lifecycleNotificationUrl,
  expirationDateTime: new Date(subscription.expiresAt).toISOString(),
  includeResourceData: null,
  latestSupportedTlsVersion: 'v1_2',
  encryptionCertificate: null,
  encryptionCertificateId: null,
});
