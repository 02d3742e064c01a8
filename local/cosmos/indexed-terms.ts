import type { IndexingPolicy } from './indexing-policy';
import { isArray, isObject, type Json, type JsonObject } from './json';

/** Tells of a path of a document whether the policy indexes it; array elements are spelt `[]`. */
export type IsIndexed = (path: readonly string[]) => boolean;

interface Rule {
  readonly names: readonly string[];
  /** `/*`: everything below; otherwise (`/?`) that scalar alone. */
  readonly below: boolean;
  readonly included: boolean;
}

const rule = (path: string, included: boolean): Rule => {
  const names = path
    .split('/')
    .slice(1)
    .map((name) => name.replace(/^"(.*)"$/, '$1'));
  const last = names.at(-1);
  return { names: names.slice(0, -1), below: last === '*', included };
};

const applies = ({ names, below }: Rule, path: readonly string[]): boolean =>
  (below ? path.length >= names.length : path.length === names.length) && names.every((name, i) => name === path[i]);

/** Of the rules that apply, the longest wins, and of equal ones the one without `*`. */
export function readPolicy(policy: IndexingPolicy): IsIndexed {
  if (policy.indexingMode === 'none') return () => false;
  const rules = [
    ...policy.includedPaths.map(({ path }) => rule(path, true)),
    ...policy.excludedPaths.map(({ path }) => rule(path, false)),
  ].sort((a, b) => b.names.length - a.names.length || Number(a.below) - Number(b.below));
  return (path) => rules.find((one) => applies(one, path))?.included ?? false;
}

const SYSTEM_PROPERTIES = new Set(['_rid', '_self', '_etag', '_attachments', '_ts']);

/** The terms (path and value) that the index holds for a document. */
export function indexedTerms(document: JsonObject, isIndexed: IsIndexed): ReadonlySet<string> {
  const terms = new Set<string>();
  const visit = (value: Json, path: readonly string[]): void => {
    if (isArray(value)) value.forEach((element) => visit(element, [...path, '[]']));
    else if (isObject(value)) Object.entries(value).forEach(([name, inner]) => visit(inner, [...path, name]));
    else if (isIndexed(path)) terms.add(`${path.join('/')}=${JSON.stringify(value)}`);
  };
  for (const [name, value] of Object.entries(document)) if (!SYSTEM_PROPERTIES.has(name)) visit(value, [name]);
  return terms;
}
