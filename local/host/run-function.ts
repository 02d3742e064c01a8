import { INPUT_TYPES, inputsOf } from './inputs/inputs';
import type { Input } from './inputs/input';
import { valuesOf, type BindingData } from './outputs/expressions';
import { OUTPUT_TYPES, outputsOf, writeOutputs } from './outputs/outputs';
import type { QueueOutputs } from './outputs/queue';
import type { FunctionApp } from './worker/load-app';
import type { RegisteredFunction } from './worker/core-module';
import { membersOf } from './worker/members';
import {
  triggerOf,
  type FunctionMetadata,
  type Invoked,
  type Log,
  type NamedData,
  type RetryContext,
  type TypedData,
} from './worker/types';

/** What an invocation is told beside its trigger's data. */
export interface Beside {
  readonly triggerMetadata?: Readonly<Record<string, TypedData>>;
  readonly retryContext?: RetryContext | undefined;
  /** One is made up where the caller has none to give. */
  readonly invocationId?: string;
}

/** Runs a function once with its trigger's data and its input bindings. Logs and rethrows what it throws. */
export type RunFunction = (one: RegisteredFunction, trigger: TypedData, beside?: Beside) => Promise<Invoked>;

export interface RunOptions {
  readonly clientBinding: () => string;
  readonly queues: QueueOutputs;
  readonly functionTimeoutMs: number | undefined;
  readonly log: Log;
}

export function createRunFunction(app: FunctionApp, options: RunOptions): RunFunction {
  const { clientBinding, queues, functionTimeoutMs, log } = options;
  const bindings = new Map([...app.functions.values()].map((one) => [one, bindingsOf(one.metadata)]));

  function bindingsOf(metadata: FunctionMetadata) {
    return { inputs: inputsOf(metadata, clientBinding), outputs: outputsOf(metadata, queues) };
  }

  return async function run(one, trigger, beside = {}) {
    const { retryContext, ...others } = beside;
    const triggerMetadata = { ...beside.triggerMetadata, ...membersOf(trigger) };
    const { metadata } = one;
    const { inputs, outputs } = bindings.get(one) ?? bindingsOf(metadata);
    const data = () => ({
      functionName: metadata.name,
      now: new Date(),
      values: valuesOf(trigger, triggerMetadata),
    });
    try {
      const read = inputs.size === 0 ? [] : await readAll(inputs, data);
      const invoked = app.invoke(one, {
        inputData: [{ name: triggerOf(metadata).name, data: trigger }, ...read],
        ...others,
        triggerMetadata,
        ...(retryContext && { retryContext }),
      });
      const response = await withinTime(invoked, functionTimeoutMs, metadata.name);
      if (outputs.size > 0) await writeOutputs(outputs, response, data);
      return response;
    } catch (error) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      log('error', metadata.name, `Executed '${metadata.name}' (Failed): ${reason}`);
      throw error;
    }
  };
}

/** In Azure the worker is ended with all that runs in it; here what takes too long has failed, and goes on unheard. */
async function withinTime(invoked: Promise<Invoked>, timeoutMs: number | undefined, name: string): Promise<Invoked> {
  if (timeoutMs === undefined) return invoked;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `Timeout value of ${timeSpan(timeoutMs)} was exceeded by function: Functions.${name}`;
    timer = setTimeout(() => reject(new Error(message)), timeoutMs).unref();
  });
  try {
    return await Promise.race([invoked, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** As .NET writes it. */
function timeSpan(ms: number): string {
  const text = new Date(ms % DAY_MS).toISOString().slice(11, 23);
  const days = ms < DAY_MS ? '' : `${Math.floor(ms / DAY_MS)}.`;
  return days + (text.endsWith('.000') ? text.slice(0, -4) : `${text}0000`);
}

const DAY_MS = 86_400_000;

const readAll = (inputs: ReadonlyMap<string, Input>, data: () => BindingData): Promise<NamedData[]> =>
  Promise.all([...inputs].map(async ([name, input]) => ({ name, data: await input(data) })));

const KNOWN_TRIGGERS = [
  'httpTrigger',
  'timerTrigger',
  'eventGridTrigger',
  'cosmosDBTrigger',
  'queueTrigger',
  'blobTrigger',
  'orchestrationTrigger',
  'activityTrigger',
  'entityTrigger',
];

/** Refuses an app with a binding that would silently do nothing here. */
export function requireKnownBindings(functions: Iterable<RegisteredFunction>): void {
  for (const { metadata } of functions) {
    const trigger = triggerOf(metadata);
    const others = Object.entries(metadata.bindings).filter(
      ([name, { type, direction }]) =>
        name !== trigger.name &&
        !(direction === 'in' && INPUT_TYPES.some((one) => one === type)) &&
        !(name === '$return' && type === 'http') &&
        !(direction === 'out' && OUTPUT_TYPES.some((one) => one === type)),
    );
    const unknown = KNOWN_TRIGGERS.includes(trigger.binding.type) ? others[0]?.[1].type : trigger.binding.type;
    if (unknown !== undefined) {
      throw new Error(`The local host does not emulate the binding '${unknown}' of the function '${metadata.name}'.`);
    }
    if (trigger.binding.type === 'blobTrigger' && trigger.binding['source'] === 'EventGrid')
      throw new Error(
        `The local host does not emulate the source 'EventGrid' of the blob function '${metadata.name}'.`,
      );
  }
}
