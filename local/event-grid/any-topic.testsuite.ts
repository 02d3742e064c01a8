// cspell:ignore cloudevents
import { EventGridPublisherClient, type AzureKeyCredential, type AzureSASCredential } from '@azure/eventgrid';
import { createPost, type IncomingAnswer, type Post } from '../kit/post';
import { KEY, openWorkbench, publisher, queued } from './workbench.testsuite';

export type Schema = 'EventGrid' | 'CloudEvent';

/** A custom topic, real or not. */
export interface AnyTopic {
  readonly url: string;
  readonly key: string;
  /** Publishes by the vendor's client; the status of the answer. */
  send(ids: readonly string[], credential: AzureKeyCredential | AzureSASCredential): Promise<unknown>;
  /** Publishes a body as it is. */
  post(body: string, headers?: Readonly<Record<string, string>>): Promise<IncomingAnswer>;
  /** How many events were taken; null where it cannot be looked at. */
  taken(): number | null;
  close(): Promise<void>;
}

const {
  EVENT_GRID_TOPIC_ENDPOINT: url = '',
  EVENT_GRID_TOPIC_KEY: key = '',
  EVENT_GRID_TOPIC_SCHEMA: schemaOfReal = 'EventGrid',
} = process.env;
const isReal = url !== '' && key !== '';

/** Where the environment names a topic by endpoint, key and schema the suite is tried on that one alone. */
export const SCHEMAS: readonly Schema[] = isReal
  ? [schemaOfReal === 'CloudEvent' ? 'CloudEvent' : 'EventGrid']
  : ['EventGrid', 'CloudEvent'];

export const openTopic = async (schema: Schema): Promise<AnyTopic> =>
  isReal ? realTopic(schema) : openLocalTopic(schema);

/** An event as it goes over the wire. */
export const wireEvent = (schema: Schema): Readonly<Record<string, unknown>> =>
  schema === 'EventGrid'
    ? { ...queued('e'), eventTime: '2026-10-05T12:00:00Z' }
    : { ...{ id: 'e', source: '/tests', type: 't', specversion: '1.0' }, time: '2026-10-05T12:00:00Z', data: { n: 1 } };

const CONTENT_TYPES = { EventGrid: 'application/json', CloudEvent: 'application/cloudevents-batch+json' } as const;

async function openLocalTopic(schema: Schema): Promise<AnyTopic> {
  const bench = await openWorkbench();
  const name = schema === 'EventGrid' ? 'waiting' : 'cloud';
  return {
    ...topicAt(schema, { url: `${bench.server.url}/${name}/api/events`, key: KEY, post: bench.post }),
    send: (ids, credential) =>
      schema === 'EventGrid'
        ? statusOf(publisher(bench, name, 'EventGrid', credential).send(ids.map((id) => queued(id))))
        : statusOf(publisher(bench, name, 'CloudEvent', credential).send(ids.map(cloudEvent))),
    taken: () => bench.grid.recent(10).length,
    close: () => bench.close(),
  };
}

const realTopic = (schema: Schema): AnyTopic => ({
  ...topicAt(schema, { url, key, post: createPost() }),
  send: (ids, credential) =>
    schema === 'EventGrid'
      ? statusOf(new EventGridPublisherClient(url, 'EventGrid', credential).send(ids.map((id) => queued(id))))
      : statusOf(new EventGridPublisherClient(url, 'CloudEvent', credential).send(ids.map(cloudEvent))),
  taken: () => null,
  close: async () => undefined,
});

interface Place {
  readonly url: string;
  readonly key: string;
  readonly post: Post;
}

const topicAt = (schema: Schema, at: Place): Pick<AnyTopic, 'url' | 'key' | 'post'> => ({
  url: at.url,
  key: at.key,
  post: (body, headers = {}) =>
    at.post({
      url: `${at.url}?api-version=2018-01-01`,
      headers: { 'aeg-sas-key': at.key, 'content-type': CONTENT_TYPES[schema], ...headers },
      body,
    }),
});

const cloudEvent = (id: string) => ({ id, source: '/tests', type: 'Switchboard.Tested', data: { n: 1 } });

const statusOf = async (sending: Promise<unknown>): Promise<unknown> =>
  sending.then(
    () => 200,
    (error: unknown) => (error as { statusCode?: number }).statusCode,
  );
