import type { LocalRequest, LocalResponse, Route } from '../kit/http';
import { guardedRoute, notEmulated, notFound, objectIn, Refused } from './answers';
import type { GraphOptions } from './options';
import type { PostOffice } from './post-office';
import type { Subscription } from './subscription';
import { expiry, invalid, readSubscription } from './read-subscription';
import { validateEndpoint } from './validation';

export interface Subscriptions {
  readonly routes: readonly Route[];
  /** Those that have not expired. */
  live(): readonly Subscription[];
  /** Ends one as Graph itself does now and then. */
  remove(id: string): Promise<Subscription | undefined>;
}

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
    const renewed = { ...before, expiresAt: newExpiry(request, clock.now()) };
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

function newExpiry(request: LocalRequest, now: number): number {
  const { expirationDateTime, ...rest } = objectIn(request);
  const other = Object.keys(rest)[0];
  if (other !== undefined) throw new Refused(notEmulated(`changing '${other}' of a subscription`));
  return expiry(expirationDateTime, now);
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
