import { isDeepStrictEqual } from 'node:util';
import type { ConfigSource } from '../shared/core/config/document';

/** Something that a configuration says otherwise than another. */
export type Difference =
  | { readonly kind: 'added' | 'removed'; readonly section: string; readonly id: string }
  | {
      readonly kind: 'changed';
      readonly section: string;
      readonly id: string;
      readonly fields: readonly FieldDifference[];
    };

/** `null`: not written. */
export interface FieldDifference {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

type Items = ReadonlyMap<string, { readonly section: string; readonly id: string; readonly value: unknown }>;

/** What two configurations say differently, item by item and field by field. In which file something stands is no difference. */
export function differencesOf(before: ConfigSource, after: ConfigSource): readonly Difference[] {
  const [old, next] = [itemsOf(before), itemsOf(after)];
  const keys = [...new Set([...old.keys(), ...next.keys()])].sort();
  return keys.flatMap((key): readonly Difference[] => {
    const [was, is] = [old.get(key), next.get(key)];
    if (was === undefined) return is === undefined ? [] : [{ kind: 'added', section: is.section, id: is.id }];
    const { section, id } = was;
    if (is === undefined) return [{ kind: 'removed', section, id }];
    const fields = fieldsOf('', was.value, is.value);
    return fields.length === 0 ? [] : [{ kind: 'changed', section, id, fields }];
  });
}

function itemsOf({ parts, flows }: ConfigSource): Items {
  const items = new Map<string, { section: string; id: string; value: unknown }>();
  const add = (section: string, id: string, value: unknown) => items.set(`${section}/${id}`, { section, id, value });
  for (const { content } of parts)
    for (const [section, value] of Object.entries(content) as [string, unknown][]) {
      if (Array.isArray(value)) for (const item of value as { id: string }[]) add(section, item.id, item);
      else for (const [name, own] of Object.entries(value as object)) add(section, name, own);
    }
  for (const { content } of flows) add('flows', content.id, content);
  return items;
}

/** Objects are compared field by field; lists whole, for their order counts. */
function fieldsOf(path: string, before: unknown, after: unknown): readonly FieldDifference[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isObject(before) || !isObject(after)) return [{ path, before: before ?? null, after: after ?? null }];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => fieldsOf(path === '' ? name : `${path}.${name}`, before[name], after[name]));
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
