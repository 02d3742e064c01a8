import type { LocalAzure } from '../azure';
import type { Post } from '../kit/post';
import { get, Refused, type Operation } from './operation';

/** The task hub as the inspector shows it, read from the functions host. */
export function inspectorOperations({ endpoints }: LocalAzure, call: Post): readonly Operation[] {
  async function ask(path: string): Promise<object> {
    const url = `${endpoints.functions.control}/_local/durable/${path}`;
    const { status, body } = await call({ url, method: 'GET', headers: {}, body: '' });
    if (status !== 200) throw new Refused(404, 'There is no such instance.');
    return JSON.parse(body) as object;
  }
  const searched = (query: URLSearchParams) => `search=${encodeURIComponent(query.get('search') ?? '')}`;
  return [
    get(
      'listInstances',
      '/_local/durable/instances',
      'The newest orchestration instances whose id, name or status holds the words of `search`.',
      ({ query }) => ask(`instances?${searched(query)}`),
    ),
    get(
      'getInstance',
      '/_local/durable/instances/{id}',
      'An orchestration instance with its history, and the same as stretches of time.',
      ({ params }) => ask(`instances/${encodeURIComponent(params['id'] ?? '')}`),
    ),
    get(
      'listEntities',
      '/_local/durable/entities',
      'Durable entities whose id holds the words of `search`.',
      ({ query }) => ask(`entities?${searched(query)}`),
    ),
    get(
      'getQueues',
      '/_local/durable/queues',
      'What waits in the queues of the task hub, and instances by status.',
      () => ask('queues'),
    ),
  ];
}
