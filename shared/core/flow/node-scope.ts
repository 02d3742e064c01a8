import { parseDuration } from '../lib/duration';
import { compileText } from './compile-text';
import type { TextScope } from './compile-text';
import type { CompiledText, FlowError, FlowReferences } from './compiled';
import type { TextSource } from './source';

/** What compiling one node needs, and where it puts what is wrong. */
export interface NodeScope extends TextScope {
  readonly references: FlowReferences;
  readonly path: FlowError['path'];
  readonly report: (error: FlowError) => void;
}

/** Reports an error at a field of the node. */
export function fail(scope: NodeScope, code: FlowError['code'], field: FlowError['path'], message: string): void {
  scope.report({ code, path: [...scope.path, ...field], message });
}

/** The text of a field of the node. */
export function textOf(scope: NodeScope, source: TextSource, field: FlowError['path']): CompiledText {
  const { text, errors } = compileText(source, [...scope.path, ...field], scope);
  errors.forEach((error) => scope.report(error));
  return text;
}

/** The length of a field of the node, null when it is left out. */
export function lengthOf(source: string | undefined): number | null {
  return source === undefined ? null : parseDuration(source);
}

/** An exit that `checkGraph` has judged: a missing one was refused there. */
export function exitTo(target: string | undefined): string {
  return target ?? '';
}
