import { Lexer, LineCounter, isMap, isNode, isScalar, parseDocument, visit } from 'yaml';
import type { Document } from 'yaml';
import { compileConfig } from '../core/config/compile-config';
import type { CompiledConfig, ConfigError } from '../core/config/compiled';
import type { ConfigSource } from '../core/config/document';
import type { Result } from '../core/lib/result';
import { err, ok } from '../core/lib/result';
import { messageOf } from '../core/lib/message-of';
import type { z } from 'zod';
import { shapeErrors, toConfigSource } from './config-source';
import { zoneOffset } from './zone-offset';

/** One YAML file; `file` is its path within the tenant's folder, with forward slashes. */
export interface ConfigFile {
  readonly file: string;
  readonly text: string;
}

/** An error with the line (from 1) of the field, or of the nearest thing around it; null when there is no such file. */
export interface PlacedConfigError extends ConfigError {
  readonly line: number | null;
}

/** A million characters in one file are no configuration; refused before they are parsed. */
export const MAX_FILE_CHARACTERS = 1_000_000;

/** Files that were compiled lately: a process compiles a version when it is published, and soon after when it is live. */
const compiled = new Map<string, Result<CompiledConfig, readonly PlacedConfigError[]>>();
const MOST_COMPILED = 4;

/** A tenant's configuration from its files' text, or every reason why it is refused, with file, line and field. */
export function readConfig(files: readonly ConfigFile[]): Result<CompiledConfig, readonly PlacedConfigError[]> {
  const beyond = beyondSize(files);
  // Megabytes are neither kept as a key nor looked at.
  if (beyond.length > 0) return err(beyond);
  const key = JSON.stringify(files);
  const result = compiled.get(key) ?? readAs(files, (source) => compileConfig(source, zoneOffset));
  compiled.delete(key);
  if (!result.ok) return result;
  compiled.set(key, result);
  const [oldest] = compiled.keys();
  if (oldest !== undefined && compiled.size > MOST_COMPILED) compiled.delete(oldest);
  return result;
}

/** As it is written, every file of the right shape; whether names lead somewhere is not looked at. */
export function readSource(files: readonly ConfigFile[]): Result<ConfigSource, readonly PlacedConfigError[]> {
  return readAs(files, ok);
}

/** A YAML file of another kind, with the same care. */
export function readYaml<Content>(
  file: ConfigFile,
  schema: z.ZodType<Content>,
): Result<Content, readonly PlacedConfigError[]> {
  const parsed = parse(file);
  if (parsed.errors.length > 0) return err(parsed.errors);
  const result = schema.safeParse(parsed.content);
  if (result.success) return ok(result.data);
  const errors = shapeErrors(file.file, result.error.issues);
  return err(errors.map((error) => ({ ...error, line: lineOf([parsed], error) })));
}

/** A version is one document in Cosmos, which takes two megabytes of JSON. */
const MAX_JSON_BYTES = 1_800_000;

/** Files that are too large by themselves, else the one with which the configuration becomes more than a version can hold. */
function beyondSize(files: readonly ConfigFile[]): readonly PlacedConfigError[] {
  const large = files.filter(({ text }) => text.length > MAX_FILE_CHARACTERS);
  if (large.length > 0) return large.map(({ file }) => tooLarge(file));
  let bytes = 0;
  for (const { file, text } of files) {
    bytes += new TextEncoder().encode(JSON.stringify(text)).length;
    if (bytes > MAX_JSON_BYTES) return [unreadable(file, 1, 'with this file the configuration is too large')];
  }
  return [];
}

function readAs<Value>(
  files: readonly ConfigFile[],
  make: (source: ConfigSource) => Result<Value, readonly ConfigError[]>,
): Result<Value, readonly PlacedConfigError[]> {
  const beyond = beyondSize(files);
  if (beyond.length > 0) return err(beyond);
  const parsed = files.map(parse);
  const refusals = parsed.flatMap(({ errors }) => errors);
  if (refusals.length > 0) return err(refusals);
  const source = toConfigSource(parsed);
  const result = source.ok ? make(source.value) : source;
  if (result.ok) return result;
  return err(result.error.map((error) => ({ ...error, line: lineOf(parsed, error) })));
}

/** Where an error is: `queues.yaml:12 queues[0].hours`. */
export const formatPlace = ({ file, line, path }: Omit<PlacedConfigError, 'code' | 'message'>): string =>
  [line === null ? file : `${file}:${line}`, formatPath(path)].filter((part) => part !== '').join(' ');

/** Where a field of an item is written, for reasons that only a stamp knows. */
export function placeOfItem(files: readonly ConfigFile[], section: string, id: string, field: string): string {
  for (const file of files.map(parse)) {
    const items: unknown = (file.content as Record<string, unknown> | null)?.[section];
    const index = Array.isArray(items) ? items.findIndex((item: { id?: unknown } | null) => item?.id === id) : -1;
    const path = [section, index, field];
    if (index >= 0) return formatPlace({ file: file.file, path, line: lineOf([file], { file: file.file, path }) });
  }
  return section;
}

/** An error as one line for people: `queues.yaml:12: queues[0].hours: there are no hours 'office'`. */
export function formatConfigError({ file, line, path, message }: PlacedConfigError): string {
  const place = line === null ? file : `${file}:${line}`;
  return [place, formatPath(path), message].filter((part) => part !== '').join(': ');
}

/** A parsed file with what is needed to find its lines again. */
interface Parsed {
  readonly file: string;
  readonly content: unknown;
  readonly document: Document | null;
  readonly lines: LineCounter;
  readonly errors: readonly PlacedConfigError[];
}

function parse({ file, text }: ConfigFile): Parsed {
  const lines = new LineCounter();
  if (text.length > MAX_FILE_CHARACTERS) return refused(file, lines, [tooLarge(file)]);
  const deep = lineTooDeep(text);
  if (deep !== null)
    return refused(file, lines, [unreadable(file, deep, 'the lists and fields are too deep in each other')]);
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    const errors = document.errors.map(({ pos, message }) =>
      unreadable(file, lines.linePos(pos[0]).line, yamlFault(message)),
    );
    return refused(file, lines, errors);
  }
  return toContent(file, document, lines);
}

/** What the parser of YAML says in one line: behind the colon it shows the text itself. */
export const yamlFault = (message: string): string => (message.split('\n')[0] ?? '').replace(/:$/u, '');

/** What people write is seven levels deep. The parser would climb any number of them, each time more slowly. */
const MOST_LEVELS = 60;

/** The first line on which brackets, or lists that begin on one line, are too deep in each other. */
function lineTooDeep(text: string): number | null {
  if (cannotBeDeep(text)) return null;
  let [line, brackets, begun] = [1, 0, 0];
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') brackets += 1;
    else if (token === ']' || token === '}') brackets -= 1;
    else if (token === '-' || token === '?' || token === ':') begun += 1;
    else if (token.includes('\n')) [line, begun] = [line + token.split('\n').length - 1, 0];
    if (brackets + begun > MOST_LEVELS) return line;
  }
  return null;
}

/** So few signs that nothing is deep, wherever they stand: looked at first, for telling the tokens apart costs as much as parsing. */
function cannotBeDeep(text: string): boolean {
  const brackets = text.match(/[[{]/g)?.length ?? 0;
  return text.split('\n').every((line) => brackets + (line.match(/[-?:]/g)?.length ?? 0) <= MOST_LEVELS);
}

function toContent(file: string, document: Document, lines: LineCounter): Parsed {
  try {
    return { file, content: document.toJS({ maxAliasCount: 100 }), document, lines, errors: [] };
  } catch (error) {
    // Aliases of nothing, or aliases that would unfold into more than fits in memory.
    const line = lineOfAlias(document, lines);
    return refused(file, lines, [unreadable(file, line, messageOf(error))]);
  }
}

/** The first alias that leads nowhere, or the first one. */
function lineOfAlias(document: Document, lines: LineCounter): number {
  const starts: { readonly at: number; readonly leads: boolean }[] = [];
  visit(document, {
    Alias: (_key, alias) =>
      void starts.push({ at: alias.range?.[0] ?? 0, leads: alias.resolve(document) !== undefined }),
  });
  return lines.linePos((starts.find(({ leads }) => !leads) ?? starts[0])?.at ?? 0).line;
}

function refused(file: string, lines: LineCounter, errors: readonly PlacedConfigError[]): Parsed {
  return { file, content: null, document: null, lines, errors };
}

function unreadable(file: string, line: number | null, message: string): PlacedConfigError {
  return { code: 'unreadable', file, path: [], line, message };
}

const tooLarge = (file: string): PlacedConfigError => unreadable(file, 1, 'the file is too large');

function lineOf(parsed: readonly Parsed[], { file, path }: Pick<ConfigError, 'file' | 'path'>): number | null {
  const found = parsed.find((one) => one.file === file);
  if (found === undefined || found.document === null) return null;
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const at = startOf(found.document, path.slice(0, depth));
    if (at !== null) return found.lines.linePos(at).line;
  }
  // An empty file.
  return 1;
}

/** Where a field begins: at its name, or where it has none at its value. */
function startOf(document: Document, path: ConfigError['path']): number | null {
  const parent: unknown = document.getIn(path.slice(0, -1), true);
  const pair = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1)) : undefined;
  const node: unknown = path.length > 0 && isNode(pair?.key) ? pair.key : document.getIn(path, true);
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}

/** A field of a file as people write it: `queues[0].hours`. */
export function formatPath(path: ConfigError['path']): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('');
}
