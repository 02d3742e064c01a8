/** Of what kind a function of the app is. */
export type FunctionKind = 'orchestrator' | 'activity' | 'entity';

/** What an episode needs to know beside history. */
export interface Surroundings {
  readonly instanceId: string;
  readonly executionId: string;
  readonly parentInstanceId: string | null;
  /** Of sub-orchestrations that are called without one. */
  readonly defaultVersion: string;
  knows(kind: FunctionKind, name: string): boolean;
}

/**
 * A deliberate difference: the extension of 2024 leaves an orchestration that calls an unknown function waiting for
 * ever; here it fails at once.
 */
export function requireFunction(self: Surroundings, kind: FunctionKind, name: string): void {
  if (self.knows(kind, name)) return;
  throw new Error(`The function '${name}' doesn't exist, is disabled, or is not an ${kind} function.`);
}

/** Data as history carries it: JSON text, or null for nothing. */
export const toData = (value: unknown): string | null =>
  value === undefined || value === null ? null : JSON.stringify(value);
