import { outputBindingsOf, type Binding, type FunctionMetadata, type InvocationResponse } from '../worker/types';
import { blobOutput } from './blob';
import { cosmosOutput } from './cosmos';
import { eventGridOutput } from './event-grid';
import type { BindingData } from './expressions';
import type { Output } from './output';
import { queueOutput, type QueueOutputs } from './queue';
import type { Given } from './values';

/** The outputs of a function, by the names of their bindings. */
export type Outputs = ReadonlyMap<string, Output>;

export const OUTPUT_TYPES = ['blob', 'cosmosDB', 'eventGrid', 'queue'] as const;

/** Throws where a setting is missing: a function that can not be bound must not start. */
export function outputsOf(metadata: FunctionMetadata, queues: QueueOutputs): Outputs {
  const found = outputBindingsOf(metadata).flatMap(([name, binding]) => {
    const output = outputOf(binding, queues);
    return output === undefined ? [] : [[name, output] as const];
  });
  return new Map(found);
}

function outputOf(binding: Binding, queues: QueueOutputs): Output | undefined {
  switch (binding.type) {
    case 'blob':
      return blobOutput(binding);
    case 'cosmosDB':
      return cosmosOutput(binding);
    case 'eventGrid':
      return eventGridOutput(binding);
    case 'queue':
      return queueOutput(binding, queues);
    default:
      return undefined;
  }
}

/** After a function has succeeded, in the order of its bindings; a failure here fails the invocation, as in Azure. */
export async function writeOutputs(
  outputs: Outputs,
  { outputData, returnValue }: InvocationResponse,
  data: () => BindingData,
): Promise<void> {
  const given = new Map<string, Given | null | undefined>((outputData ?? []).map((one) => [one.name, one.data]));
  given.set('$return', returnValue);
  for (const [name, write] of outputs) {
    const value = given.get(name);
    if (value !== undefined && value !== null) await write(value, data());
  }
}
