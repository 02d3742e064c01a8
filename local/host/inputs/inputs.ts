import { text } from '../worker/typed-data';
import { inputBindingsOf, type Binding, type FunctionMetadata } from '../worker/types';
import { blobInput } from './blob';
import { cosmosInput } from './cosmos';
import type { Input } from './input';

export const INPUT_TYPES = ['blob', 'cosmosDB', 'durableClient'] as const;

/** The inputs of a function, by the names of their bindings; throws where a setting is missing. */
export function inputsOf(metadata: FunctionMetadata, clientBinding: () => string): ReadonlyMap<string, Input> {
  const found = inputBindingsOf(metadata).flatMap(([name, binding]) => {
    const input = inputOf(binding, clientBinding);
    return input === undefined ? [] : [[name, input] as const];
  });
  return new Map(found);
}

function inputOf(binding: Binding, clientBinding: () => string): Input | undefined {
  switch (binding.type) {
    case 'blob':
      return blobInput(binding);
    case 'cosmosDB':
      return cosmosInput(binding);
    case 'durableClient':
      return async () => text(clientBinding());
    default:
      return undefined;
  }
}
