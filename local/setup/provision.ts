import { Agent } from 'node:https';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { CosmosClient, type ContainerRequest } from '@azure/cosmos';
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
export async function provisionCosmos(appFolder: string, urls: Urls, caFile: string): Promise<void> {
  const agent = new Agent({ keepAlive: true, ca: [...rootCertificates, readFileSync(caFile, 'utf8')] });
  const client = new CosmosClient({ endpoint: urls.cosmos, key: LOCAL.cosmosKey, agent });
  const { database } = await client.databases.createIfNotExists({ id: LOCAL.database });
  for (const container of declared(appFolder, 'containers.json') as ContainerRequest[])
    await database.containers.createIfNotExists(container);
  client.dispose();
  agent.destroy();
}

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
