import type { LocalAzure } from '../azure';
import type { Post } from '../kit/post';
import { get, Refused, type Operation } from './operation';

/** What things would cost in Azure, by the meters of local Azure. */
export const costOperations = ({ cloud, endpoints }: LocalAzure, call: Post): readonly Operation[] => [
  get(
    'listCharges',
    '/_local/charges',
    'Modelled request units since the start, by container and partition; of one `container` or all.',
    ({ query }) => ({ charges: cloud.cosmos.charges({ container: query.get('container') ?? undefined }) }),
  ),
  get(
    'getInstanceCost',
    '/_local/instances/{id}/cost',
    'Modelled storage transactions and history events of a durable instance.',
    async ({ params }) => {
      const url = `${endpoints.functions.control}/_local/metering/${encodeURIComponent(params['id'] ?? '')}`;
      const { status, body } = await call({ url, method: 'GET', headers: {}, body: '' });
      if (status !== 200) throw new Refused(404, 'There is no such instance.');
      return JSON.parse(body) as object;
    },
  ),
];
