import type { z } from 'zod';
import type { ConfigError } from '../core/config/compiled';
import type { ConfigSource } from '../core/config/document';
import type { Result } from '../core/lib/result';
import { err, ok } from '../core/lib/result';
import { configPart } from './config';
import { flowSource } from './flow';

/** A file of the configuration, read and parsed; `file` is its path within the tenant's folder. */
export interface ParsedFile {
  readonly file: string;
  readonly content: unknown;
}

/** Flows live in this folder, one a file; every other file holds sections. */
const FLOW_FOLDER = /(^|\/)flows\//u;

/** The files as a configuration of the right shape, or every place where the shape is wrong. */
export function toConfigSource(
  files: readonly ParsedFile[],
): Result<ConfigSource, readonly [ConfigError, ...ConfigError[]]> {
  const errors: ConfigError[] = [];
  const check = <Content>({ file, content }: ParsedFile, schema: z.ZodType<Content>) => {
    const result = schema.safeParse(content);
    if (result.success) return [{ file, content: result.data }];
    errors.push(...shapeErrors(file, result.error.issues));
    return [];
  };
  const source = {
    parts: files.filter(({ file }) => !FLOW_FOLDER.test(file)).flatMap((one) => check(one, configPart)),
    flows: files.filter(({ file }) => FLOW_FOLDER.test(file)).flatMap((one) => check(one, flowSource)),
  };
  const [first, ...others] = errors;
  return first === undefined ? ok(source) : err([first, ...others]);
}

/** What is wrong with the shape of a file. */
export const shapeErrors = (file: string, issues: readonly z.core.$ZodIssue[]): readonly ConfigError[] =>
  issues.flatMap((issue) => toErrors(file, issue, []));

/** An issue as errors at their fields. Of a union's alternatives the one that nearly fits explains best. */
function toErrors(file: string, issue: z.core.$ZodIssue, parent: ConfigError['path']): readonly ConfigError[] {
  const path = [...parent, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      code: 'invalid',
      file,
      path: [...path, key],
      message: 'there is no such field',
    }));
  }
  if (issue.code === 'invalid_key') {
    return [{ code: 'invalid', file, path, message: issue.issues[0]?.message ?? issue.message }];
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const [nearest = []] = [...issue.errors].sort((a, b) => distance(a) - distance(b));
    return nearest.flatMap((inner) => toErrors(file, inner, path));
  }
  return [{ code: 'invalid', file, path, message: issue.message }];
}

/** How far an alternative is from fitting: fields that are of another alternative altogether weigh most. */
function distance(issues: readonly z.core.$ZodIssue[]): number {
  return issues.reduce((sum, issue) => {
    if (issue.code === 'unrecognized_keys') return sum + 10 * issue.keys.length;
    return sum + (issue.code === 'invalid_key' ? 10 : 1);
  }, 0);
}
