import type { DurableClient } from '../durable/client';
import type { Route } from '../kit/http';

/** What an instance cost in the Azure Storage back end; entities are asked for by their instance id `@name@key`. */
export function meteringRoutes(client: DurableClient): Route[] {
  return [
    {
      method: 'GET',
      path: '/_local/metering/{instanceId}',
      handle: ({ params }) => {
        const { instanceId = '' } = params;
        const found = client.instance(instanceId) ?? client.entities().find((one) => one.id === instanceId);
        return found ? { status: 200, body: { instanceId, ...found.meter } } : { status: 404 };
      },
    },
  ];
}
