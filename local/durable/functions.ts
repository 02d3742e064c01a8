import type { FunctionKind } from './replay/surroundings';

/** A function of the app as the task hub calls it. */
export interface DurableFunction {
  /** As the app spells it. */
  readonly name: string;
  /**
   * Runs it once with the trigger's text (undefined: no data) and the trigger's metadata.
   * Gives the value it returned; throws what it threw.
   */
  run(input: string | undefined, metadata: Readonly<Record<string, string>>): Promise<unknown>;
}

/** The app's orchestrators, activities and entities. Names are found without regard to case. */
export interface DurableFunctions {
  find(kind: FunctionKind, name: string): DurableFunction | undefined;
  names(kind: FunctionKind): readonly string[];
  /** Whether the app has one of that name which is switched off: it may be called, and fails. */
  isDisabled?(kind: FunctionKind, name: string): boolean;
}

/** What the extension says of a function that it does not find. */
export function unknownFunction(functions: DurableFunctions, kind: FunctionKind, name: string): string {
  const known = functions.names(kind);
  const hint =
    known.length === 0
      ? `No ${kind} functions are currently registered!`
      : `The following are the known ${kind} functions: '${known.join("', '")}'.`;
  return `The function '${name}' doesn't exist, is disabled, or is not an ${kind} function. Additional info: ${hint}`;
}

/** Whether the app has it at all, on or off. */
export const isThere = (functions: DurableFunctions, kind: FunctionKind, name: string): boolean =>
  functions.find(kind, name) !== undefined || functions.isDisabled?.(kind, name) === true;
