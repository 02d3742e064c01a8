// cspell:ignore cloudevents
import { randomUUID } from 'node:crypto';
import type { Clock } from '../kit/clock';
import type { LocalRequest, LocalResponse } from '../kit/http';
import type { GridEvent, Topic } from './model';
import { parseCustomEvents } from './custom-input';
import type { Parsed } from './reading';
import { parseCloudEvents, parseGridEvents } from './schema';
import { mayPublish, type VerifyToken } from './topic-auth';

interface PublishingOptions {
  readonly topics: readonly Topic[];
  readonly clock: Clock;
  readonly verifyToken: VerifyToken;
  /** Stores events and sets them on their way; durable when it resolves. */
  readonly accept: (topic: Topic, events: readonly GridEvent[]) => Promise<void>;
}

type CustomTopic = Extract<Topic, { kind: 'custom' }>;

const MOST_BYTES = 1024 * 1024;

const failed = (status: number, code: string, message: string): LocalResponse => ({
  status,
  body: { error: { code, message, details: [{ code, message }] } },
});

/** What a client is told that forgot the path, as in the recordings of the vendor's. */
export const pathMissing = (): LocalResponse => failed(404, 'NotFound', 'Events of a topic go to /api/events.');

/** `POST /{topic}/api/events`: the data plane of custom topics. */
export async function publish(options: PublishingOptions, request: LocalRequest): Promise<LocalResponse> {
  const topic = options.topics.find(({ name }) => name === request.params['topic']);
  if (topic?.kind !== 'custom')
    return failed(404, 'NotFound', `There is no custom topic '${request.params['topic']}'.`);
  if (!(await mayPublish(request, topic.keys, options.clock, options.verifyToken)))
    return failed(401, 'Unauthorized', 'The request authorization key is not authorized for this topic.');
  if (request.body.length > MOST_BYTES)
    return failed(413, 'RequestEntityTooLarge', `The array of events is larger than ${MOST_BYTES} bytes.`);
  if (Object.keys(request.headers).some((name) => name.startsWith('ce-')))
    return failed(501, 'NotEmulated', 'The local Event Grid does not emulate the binary mode of CloudEvents.');
  if (request.headers['aeg-channel-name'] !== undefined)
    return failed(501, 'NotEmulated', 'The local Event Grid does not emulate partner topics and their channels.');
  const parsed = parse(topic, request, options.clock.now());
  if (parsed.kind === 'invalid') return failed(400, 'BadRequest', parsed.message);
  await options.accept(topic, parsed.events);
  return { status: 200, body: '' };
}

function parse(topic: CustomTopic, request: LocalRequest, now: number): Parsed {
  let body: unknown;
  try {
    body = request.json();
  } catch {
    return { kind: 'invalid', message: 'The body is no JSON.' };
  }
  const isCloud = /^application\/cloudevents(-batch)?\+json/i.test(request.headers['content-type'] ?? '');
  if (isCloud !== (topic.inputSchema === 'CloudEventSchemaV1_0'))
    return { kind: 'invalid', message: `This topic takes ${topic.inputSchema} events only.` };
  switch (topic.inputSchema) {
    case 'CloudEventSchemaV1_0':
      return parseCloudEvents(body, now);
    case 'EventGridSchema':
      return parseGridEvents(body, topic.resourceId);
    case 'CustomEventSchema': {
      const { inputSchemaMapping: mapping = {}, resourceId } = topic;
      return parseCustomEvents(body, { mapping, resourceId, now, newId: randomUUID });
    }
    default:
      return topic.inputSchema satisfies never;
  }
}
