import type { DurableFunction, DurableFunctions } from '../durable/functions';
import type { FunctionKind } from '../durable/replay/surroundings';
import type { RunFunction } from './run-function';
import type { RegisteredFunction } from './worker/core-module';
import { fromTypedData, nothing, text } from './worker/typed-data';
import { triggerOf } from './worker/types';

const KINDS: Readonly<Record<string, FunctionKind>> = {
  orchestrationTrigger: 'orchestrator',
  activityTrigger: 'activity',
  entityTrigger: 'entity',
};

/** The app's durable functions, as the task hub calls them. Those that are disabled are known of, and not called. */
export function durableFunctions(
  functions: Iterable<RegisteredFunction>,
  disabled: readonly RegisteredFunction[],
  run: RunFunction,
): DurableFunctions {
  const found: Record<FunctionKind, Map<string, DurableFunction>> = {
    orchestrator: new Map(),
    activity: new Map(),
    entity: new Map(),
  };
  for (const one of functions) {
    const kind = KINDS[triggerOf(one.metadata).binding.type];
    if (kind) found[kind].set(one.metadata.name.toLowerCase(), adapt(one, run));
  }
  const off = new Set(disabled.map(({ metadata }) => keyOf(KINDS[triggerOf(metadata).binding.type], metadata.name)));
  return {
    isDisabled: (kind, name) => off.has(keyOf(kind, name)),
    find: (kind, name) => found[kind].get(name.toLowerCase()),
    names: (kind) => [...found[kind].values()].map((one) => one.name),
  };
}

const keyOf = (kind: FunctionKind | undefined, name: string) => `${kind} ${name.toLowerCase()}`;

function adapt(one: RegisteredFunction, run: RunFunction): DurableFunction {
  return {
    name: one.metadata.name,
    async run(input, metadata) {
      const triggerMetadata = Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, text(value)]));
      const response = await run(one, input === undefined ? nothing : text(input), { triggerMetadata });
      return fromTypedData(response.returnValue);
    },
  };
}
