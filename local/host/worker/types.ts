/**
 * What crosses between the host and the programming model (`@azure/functions`), in the shapes of the worker's
 * gRPC contract (Azure/azure-functions-language-worker-protobuf). There is no gRPC here: both live in one process.
 */

/** One value on the wire: exactly one of these, or nothing, which the app sees as `undefined`. */
export type TypedData =
  | { readonly string: string }
  | { readonly json: string }
  | { readonly bytes: Uint8Array }
  | { readonly int: number }
  | { readonly double: number }
  | { readonly http: RpcHttp }
  | { readonly modelBindingData: ModelBindingData }
  | Readonly<Record<string, never>>;

/** What the app's own extension of the library makes a client of. */
export interface ModelBindingData {
  readonly version: string;
  readonly source: string;
  readonly contentType: string;
  readonly content: Uint8Array;
}

export interface Nullable {
  readonly value: string;
}

export interface RpcHttp {
  readonly url?: string;
  readonly method?: string;
  readonly statusCode?: string;
  readonly headers?: Readonly<Record<string, string>> | null;
  readonly cookies?: readonly RpcHttpCookie[] | null;
  readonly body?: TypedData | null;
  readonly nullableHeaders?: Readonly<Record<string, Nullable>>;
  readonly nullableQuery?: Readonly<Record<string, Nullable>>;
  readonly nullableParams?: Readonly<Record<string, Nullable>>;
}

export interface RpcHttpCookie {
  readonly name?: string | null;
  readonly value?: string | null;
  readonly domain?: { readonly value?: string | null } | null;
  readonly path?: { readonly value?: string | null } | null;
  readonly expires?: { readonly value?: { readonly seconds?: number | null } | null } | null;
  readonly secure?: { readonly value?: boolean | null } | null;
  readonly httpOnly?: { readonly value?: boolean | null } | null;
  readonly maxAge?: { readonly value?: number | null } | null;
  readonly sameSite?: string | null;
}

export interface NamedData {
  readonly name: string;
  readonly data: TypedData;
}

/** One binding as `@azure/functions` registers it; the other properties depend on the type. */
export interface Binding {
  readonly type: string;
  readonly direction?: 'in' | 'out' | 'inout';
  readonly [property: string]: unknown;
}

interface Duration {
  readonly seconds?: number | string | null;
}

export interface RetryOptions {
  /** -1 repeats without end. */
  readonly maxRetryCount?: number;
  readonly retryStrategy?: 'fixedDelay' | 'exponentialBackoff' | 0 | 1;
  readonly delayInterval?: Duration;
  readonly minimumInterval?: Duration;
  readonly maximumInterval?: Duration;
}

export interface FunctionMetadata {
  readonly name: string;
  /** By name; the name, not the type, is what inputs and outputs are matched by. */
  readonly bindings: Readonly<Record<string, Binding>>;
  readonly retryOptions?: RetryOptions;
}

export interface RetryContext {
  readonly retryCount: number;
  readonly maxRetryCount: number;
  readonly exception: { readonly message: string };
}

/** Which trace an invocation belongs to (https://www.w3.org/TR/trace-context/). */
export interface TraceContext {
  readonly traceParent: string;
  readonly traceState: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface InvocationRequest {
  readonly invocationId: string;
  readonly functionId: string;
  readonly inputData: readonly NamedData[];
  readonly triggerMetadata: Readonly<Record<string, TypedData>>;
  readonly retryContext?: RetryContext;
  readonly traceContext: TraceContext;
}

/** What a function came to. */
export interface Invoked extends InvocationResponse {
  /** The handler, or a hook after it, returned nothing at all. */
  readonly isEmpty: boolean;
}

export interface InvocationResponse {
  readonly outputData?: readonly NamedData[] | null;
  readonly returnValue?: TypedData | null;
}

/** What the library is given for one invocation; it reads `state` to warn about late logging. */
export interface CoreInvocationContext {
  readonly invocationId: string;
  readonly request: InvocationRequest;
  readonly metadata: FunctionMetadata;
  state: 'preInvocationHooks' | 'invocation' | 'postInvocationHooks' | undefined;
  log: Log;
}

export type Hook = (context: unknown) => unknown;

export type FunctionCallback = (...args: unknown[]) => unknown;

export interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], handler: FunctionCallback): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<InvocationResponse>;
}

export interface ProgrammingModel {
  getInvocationModel(context: CoreInvocationContext): InvocationModel | Promise<InvocationModel>;
  getCapabilities?(
    defaults: Readonly<Record<string, string>>,
  ): Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
}

export type Log = (level: string, category: string, message: string) => void;

const isTrigger = (binding: Binding) => /trigger$/i.test(binding.type);

/** The trigger of a function: name and binding. */
export function triggerOf(metadata: FunctionMetadata): { name: string; binding: Binding } {
  const found = Object.entries(metadata.bindings).find(([, binding]) => isTrigger(binding));
  if (!found) throw new Error(`The function '${metadata.name}' has no trigger.`);
  return { name: found[0], binding: found[1] };
}

/** Input bindings beside the trigger, by name. */
export const inputBindingsOf = (metadata: FunctionMetadata) =>
  Object.entries(metadata.bindings).filter(([, binding]) => binding.direction === 'in' && !isTrigger(binding));

/** Output bindings, by name; `$return` is what the function returns. */
export const outputBindingsOf = (metadata: FunctionMetadata) =>
  Object.entries(metadata.bindings).filter(([, binding]) => binding.direction === 'out');
