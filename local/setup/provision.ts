import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cloud } from '../cloud';
import type { Post } from '../kit/post';
import type { HostReady } from './host-process';
import { LOCAL } from './identities';
import type { Organisation } from './organisation';
import type { Urls } from './endpoints';

/** What infra/ says of a stamp, as local Azure reads it. */
interface DeclaredSubscription {
  readonly name: string;
  readonly topic: 'communication' | 'own';
  readonly function: string;
  readonly eventTypes: readonly string[];
  readonly liveMinutes: number;
}

const declared = (appFolder: string, file: string): unknown =>
  JSON.parse(readFileSync(join(appFolder, 'infra', file), 'utf8'));

/** Makes the database and the containers that infra/ declares; those that exist are left alone. */
export async function provisionCosmos(appFolder: string, { cosmos }: Urls, post: Post): Promise<void> {
  const create = createInCosmos(cosmos, post);
  await create('dbs', '', { id: LOCAL.database });
  for (const container of declared(appFolder, 'containers.json') as object[])
    await create('colls', `dbs/${LOCAL.database}`, container);
}

/**
 * By the wire (https://learn.microsoft.com/rest/api/cosmos-db/access-control-on-cosmosdb-resources): loading the vendor's client
 * would cost a start half a second.
 */
function createInCosmos(endpoint: string, post: Post) {
  return async (kind: string, parent: string, definition: object): Promise<void> => {
    const date = new Date().toUTCString();
    const text = `post\n${kind}\n${parent}\n${date.toLowerCase()}\n\n`;
    const signature = createHmac('sha256', Buffer.from(LOCAL.cosmosKey, 'base64')).update(text).digest('base64');
    const answer = await post({
      url: [endpoint.replace(/\/$/, ''), parent, kind].filter((part) => part !== '').join('/'),
      headers: {
        authorization: encodeURIComponent(`type=master&ver=1.0&sig=${signature}`),
        'content-type': 'application/json',
        'x-ms-date': date,
        'x-ms-version': '2020-07-15',
      },
      body: JSON.stringify(definition),
    });
    if (answer.status !== CREATED && answer.status !== EXISTS)
      throw new Error(`Cosmos answered ${answer.status} to a definition: ${answer.body}`);
  };
}

const CREATED = 201;
const EXISTS = 409;

/** Subscribes the app's functions to the events that infra/ declares. The host must be listening. */
export async function provisionSubscriptions(appFolder: string, { eventGrid }: Cloud): Promise<void> {
  for (const one of declared(appFolder, 'event-subscriptions.json') as DeclaredSubscription[]) {
    const subscribed = await eventGrid.subscribe({
      topic: one.topic === 'own' ? LOCAL.ownTopic : LOCAL.communicationTopic,
      name: one.name,
      destination: { kind: 'azureFunction', functionName: one.function },
      filter: { includedEventTypes: one.eventTypes },
      eventDeliverySchema: 'CloudEventSchemaV1_0',
      retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: one.liveMinutes },
      batching: { maxEventsPerBatch: 1, preferredBatchSizeInKilobytes: 64 },
      deadLetterContainer: 'dead-letters',
    });
    if (subscribed.kind === 'refused') throw new Error(`Event subscription ${one.name}: ${subscribed.reason}`);
  }
}

/** The app finds its container, as infra/ makes it. */
export async function provisionBlob({ blob }: Cloud): Promise<void> {
  await blob.put('files', 'about.txt', 'Attachments of customers.', 'text/plain');
}

/** Publishes the organisation's configuration through the app's own API, and has the bot installed for its agents. */
export async function provisionOrganisation(
  post: Post,
  host: HostReady,
  organisation: Organisation,
  { teams }: Cloud,
): Promise<void> {
  const answer = await post({
    url: `${host.url}/api/operator/tenants/${organisation.id}/config`,
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'x-functions-key': host.keys.master },
    body: JSON.stringify({ files: organisation.files }),
  });
  if (answer.status !== 200)
    throw new Error(`The configuration of ${organisation.name} was answered with ${answer.status}: ${answer.body}`);
  for (const { objectId } of organisation.agents) await teams.agents.install(objectId);
}
