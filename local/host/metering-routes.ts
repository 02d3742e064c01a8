import type { TaskHub } from '../durable/task-hub';
import type { Route } from '../kit/http';

/** What an instance cost in the Azure Storage back end; entities are asked for by their instance id `@name@key`. */
export function meteringRoutes(hub: TaskHub): Route[] {
  return [
    {
      method: 'GET',
      path: '/_local/metering/{instanceId}',
      handle: ({ params }) => {
        const { instanceId = '' } = params;
        const found = hub.client.instance(instanceId) ?? hub.client.entities().find((one) => one.id === instanceId);
        return found ? { status: 200, body: { instanceId, ...found.meter } } : { status: 404 };
      },
    },
  ];
}
