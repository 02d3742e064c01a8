import { LineCounter, isNode, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { compileConfig } from '../core/config/compile-config';
import type { CompiledConfig, ConfigError } from '../core/config/compiled';
import type { Result } from '../core/lib/result';
import { err } from '../core/lib/result';
import { toConfigSource } from './config-source';

/** One YAML file; `file` is its path within the tenant's folder, with forward slashes. */
export interface ConfigFile {
  readonly file: string;
  readonly text: string;
}

/** An error with the line (from 1) of the field, or of the nearest thing around it; null when there is no such file. */
export interface PlacedConfigError extends ConfigError {
  readonly line: number | null;
}

/** Five megabytes of YAML are no configuration; refused before they are parsed. */
const MAX_FILE_CHARACTERS = 5_000_000;

/** A tenant's configuration from its files' text, or every reason why it is refused, with file, line and field. */
export function readConfig(files: readonly ConfigFile[]): Result<CompiledConfig, readonly PlacedConfigError[]> {
  const parsed = files.map(parse);
  const unreadable = parsed.flatMap(({ errors }) => errors);
  if (unreadable.length > 0) return err(unreadable);
  const source = toConfigSource(parsed);
  const result = source.ok ? compileConfig(source.value) : source;
  if (result.ok) return result;
  return err(result.error.map((error) => ({ ...error, line: lineOf(parsed, error) })));
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
  if (text.length > MAX_FILE_CHARACTERS) return refused(file, lines, [unreadable(file, null, 'the file is too large')]);
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    const errors = document.errors.map(({ pos, message }) => {
      const [summary = message] = message.split('\n');
      return unreadable(file, lines.linePos(pos[0]).line, summary);
    });
    return refused(file, lines, errors);
  }
  return toContent(file, document, lines);
}

function toContent(file: string, document: Document, lines: LineCounter): Parsed {
  try {
    return { file, content: document.toJS({ maxAliasCount: 100 }), document, lines, errors: [] };
  } catch (error) {
    // Aliases that would unfold into more than fits in memory.
    return refused(file, lines, [unreadable(file, null, error instanceof Error ? error.message : 'unreadable')]);
  }
}

function refused(file: string, lines: LineCounter, errors: readonly PlacedConfigError[]): Parsed {
  return { file, content: null, document: null, lines, errors };
}

function unreadable(file: string, line: number | null, message: string): PlacedConfigError {
  return { code: 'unreadable', file, path: [], line, message };
}

function lineOf(parsed: readonly Parsed[], { file, path }: ConfigError): number | null {
  const found = parsed.find((one) => one.file === file);
  if (found === undefined || found.document === null) return null;
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node: unknown = found.document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return found.lines.linePos(node.range[0]).line;
  }
  return null;
}

/** A field of a file as people write it: `queues[0].hours`. */
export function formatPath(path: ConfigError['path']): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('');
}
