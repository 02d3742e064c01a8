import { parseDuration } from '../lib/duration';
import type { SipHeader } from '../lib/sip-headers';
import { compileLabel, compileText } from './compile-text';
import type { TextScope } from './compile-text';
import type { FlowError, FlowReferences } from './compiled';
import type { Asking } from './nodes-ask';
import { MENU_ATTEMPTS } from './defaults';
import type { AskingSource, LocalizedText, SpokenSource, TextSource } from './source-text';
import { placeholdersOf } from './text-for';
import type { CompiledSpoken, CompiledText, Spoken } from './words';

/** What compiling one node needs, and where it puts what is wrong. Its channels are those that come to it. */
export interface NodeScope extends TextScope {
  readonly references: FlowReferences;
  /** Every variable that is set somewhere in the flow. */
  readonly variables: ReadonlySet<string>;
  readonly path: FlowError['path'];
  readonly report: (error: FlowError) => void;
}

/** Reports an error at a field of the node. */
export function fail(scope: NodeScope, code: FlowError['code'], field: FlowError['path'], message: string): void {
  scope.report({ code, path: [...scope.path, ...field], message });
}

/** The text of a field of the node; `also` are placeholders that are no variables of the flow. */
export function textOf(
  scope: NodeScope,
  source: TextSource,
  field: FlowError['path'],
  also: readonly string[] = [],
): CompiledText {
  const { text, errors } = compileText(source, [...scope.path, ...field], scope);
  errors.forEach((error) => scope.report(error));
  const texts = [...text.values()].flatMap((byLanguage) => [...byLanguage.values()]);
  reportPlaceholders(scope, texts, field, also);
  return text;
}

/** A text of one channel, in every language. */
export function labelOf(
  scope: NodeScope,
  source: LocalizedText,
  field: FlowError['path'],
): ReadonlyMap<string, string> {
  const { text, errors } = compileLabel(source, [...scope.path, ...field], scope.languages);
  errors.forEach((error) => scope.report(error));
  reportPlaceholders(scope, [...text.values()], field, []);
  return text;
}

function reportPlaceholders(
  scope: NodeScope,
  texts: readonly string[],
  field: FlowError['path'],
  also: readonly string[],
): void {
  for (const name of new Set(texts.flatMap(placeholdersOf))) {
    if (!also.includes(name)) requireVariable(scope, name, field);
  }
}

/** Reports a variable that nothing sets. */
export function requireVariable(scope: NodeScope, name: string, field: FlowError['path']): void {
  if (scope.variables.has(name)) return;
  fail(scope, 'unknownVariable', field, `nothing in the flow sets '${name}'`);
}

/** Headers of calls of ours: what stands in them is set somewhere. */
export function headersOf(
  scope: NodeScope,
  headers: Readonly<Record<string, string>> | undefined,
): readonly SipHeader[] {
  const named = Object.entries(headers ?? {}).map(([name, value]) => ({ name, value }));
  for (const { name, value } of named)
    for (const variable of placeholdersOf(value)) requireVariable(scope, variable, ['headers', name]);
  return named;
}

/** How a caller hears a node: as it is read, as SSML or as recordings, which then are there in every language. */
export function spokenOf(scope: NodeScope, { audio, ssml }: SpokenSource): CompiledSpoken {
  if (ssml !== undefined) return mapValues(labelOf(scope, ssml, ['ssml']), (text) => ({ kind: 'ssml', ssml: text }));
  if (audio === undefined) return null;
  const files = scope.references.audio.get(audio);
  if (files === undefined) fail(scope, 'unknownAudio', ['audio'], `there is no audio '${audio}'`);
  for (const language of files === undefined ? [] : scope.languages) {
    if (files?.has(language) === true) continue;
    fail(scope, 'audioMissing', ['audio'], `audio '${audio}' has no file in '${language}'`);
  }
  return mapValues(files ?? new Map<string, string>(), (file) => ({ kind: 'audio', file }));
}

const mapValues = (map: ReadonlyMap<string, string>, make: (text: string) => Spoken): CompiledSpoken =>
  new Map([...map].map(([language, text]) => [language, make(text)]));

/** The part of a question that all questions share. */
export function askingOf(
  scope: NodeScope,
  node: AskingSource & SpokenSource & { readonly text: TextSource; readonly retryText?: TextSource | undefined },
): Asking {
  const text = textOf(scope, node.text, ['text']);
  return {
    text,
    retryText: node.retryText === undefined ? text : textOf(scope, node.retryText, ['retryText']),
    spoken: spokenOf(scope, node),
    timeoutMs: lengthOf(node.timeout),
    attempts: node.attempts ?? MENU_ATTEMPTS,
    bargeIn: node.bargeIn ?? true,
  };
}

/** The length of a field of the node, null when it is left out. */
export function lengthOf(source: string | undefined): number | null {
  return source === undefined ? null : parseDuration(source);
}

/** An exit that `checkGraph` has judged: a missing one was refused there. */
export function exitTo(target: string | undefined): string {
  return target ?? '';
}
