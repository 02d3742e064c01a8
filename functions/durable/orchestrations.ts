import { OrchestrationRuntimeStatus, type DurableClient } from 'durable-functions';
import { INTERACTION_ORCHESTRATION, instanceIdOf, SIGNAL_EVENT } from '../../shared/orchestration/interaction';
import type { Orchestrations } from '../../shared/ports/orchestrations';

/** The orchestrations as the Durable client of one invocation reaches them. */
export function orchestrationsOf(client: DurableClient): Orchestrations {
  return {
    async start(begun) {
      const instanceId = instanceIdOf(begun);
      try {
        await client.startNew(INTERACTION_ORCHESTRATION, { instanceId, input: begun });
      } catch (error) {
        if (!(await isAlive(client, instanceId))) throw error;
      }
    },
    async tell(ref, told) {
      const instanceId = instanceIdOf(ref);
      try {
        await client.raiseEvent(instanceId, SIGNAL_EVENT, told);
      } catch (error) {
        // One that was never started, or is over and purged, has nobody to tell; it looks for itself when it starts.
        if (await exists(client, instanceId)) throw error;
      }
    },
  };
}

const ALIVE: ReadonlySet<OrchestrationRuntimeStatus> = new Set([
  OrchestrationRuntimeStatus.Pending,
  OrchestrationRuntimeStatus.Running,
  OrchestrationRuntimeStatus.ContinuedAsNew,
  OrchestrationRuntimeStatus.Suspended,
]);

/** A second start is refused in several ways by several versions of the extension: the status says it for sure. */
async function isAlive(client: DurableClient, instanceId: string): Promise<boolean> {
  const status = await statusOf(client, instanceId);
  return status !== undefined && ALIVE.has(status);
}

const exists = async (client: DurableClient, instanceId: string): Promise<boolean> =>
  (await statusOf(client, instanceId)) !== undefined;

/** Undefined when there is no such instance; the client says that by an error of its own. */
async function statusOf(client: DurableClient, instanceId: string): Promise<OrchestrationRuntimeStatus | undefined> {
  try {
    return (await client.getStatus(instanceId)).runtimeStatus;
  } catch (error) {
    if (error instanceof Error && error.message.includes('HTTP 404')) return undefined;
    throw error;
  }
}
