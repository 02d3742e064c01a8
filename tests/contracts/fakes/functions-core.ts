/** What the worker keeps of a function. */
export interface Registered {
  readonly metadata: { readonly name: string; readonly bindings: Readonly<Record<string, Binding>> };
  readonly callback: (...inputs: unknown[]) => unknown;
}

export interface Binding {
  readonly type: string;
  readonly direction: string;
  readonly route?: string;
  readonly methods?: readonly string[];
  readonly authLevel?: string;
  readonly schedule?: string;
}

/** Every function that was registered, by name. */
export const registered = new Map<string, Registered>();

export const triggerOf = ({ metadata }: Registered): Binding => {
  const found = Object.values(metadata.bindings).find(({ type }) => type.endsWith('Trigger'));
  if (found === undefined) throw new Error(`${metadata.name} has no trigger.`);
  return found;
};

// What `@azure/functions` asks the worker for. A test puts this module in its place by `jest.mock`.
export const version = '4.0.0';
export const setProgrammingModel = (): void => undefined;
export const registerHook = (): { dispose(): void } => ({ dispose: () => undefined });
export const log = (): void => undefined;
export function registerFunction(metadata: Registered['metadata'], callback: Registered['callback']): void {
  if (registered.has(metadata.name)) throw new Error(`${metadata.name} is registered twice.`);
  registered.set(metadata.name, { metadata, callback });
}
