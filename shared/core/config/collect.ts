import type { ConfigError, ConfigErrorCode } from './compiled';
import type { ConfigPart, ConfigSource } from './document';

/** Something of the configuration, and where it was written. */
export interface Located<Value> {
  readonly value: Value;
  readonly file: string;
  readonly path: ConfigError['path'];
}

/** Notes what is wrong at a field of something. */
export type Report = (
  code: ConfigErrorCode,
  at: Omit<Located<unknown>, 'value'>,
  field: ConfigError['path'],
  message: string,
) => void;

type ListSection = {
  [Section in keyof ConfigPart]-?: NonNullable<ConfigPart[Section]> extends readonly unknown[] ? Section : never;
}[keyof ConfigPart];

type ItemOf<Section extends ListSection> = NonNullable<ConfigPart[Section]>[number];

/** The items of a list section, of all files in order. */
export function itemsOf<Section extends ListSection>(
  source: ConfigSource,
  section: Section,
): readonly Located<ItemOf<Section>>[] {
  return source.parts.flatMap(({ file, content }) => {
    const items: readonly ItemOf<Section>[] = content[section] ?? [];
    return items.map((value, index) => ({ value, file, path: [section, index] }));
  });
}

/** A section that may be written once; null when it is not there. */
export function sectionOf<Section extends 'tenant' | 'conversation' | 'alerts'>(
  source: ConfigSource,
  section: Section,
  report: Report,
): Located<NonNullable<ConfigPart[Section]>> | null {
  const found = source.parts.flatMap(({ file, content }) => {
    const value = content[section];
    return value === undefined ? [] : [{ value, file, path: [section] }];
  });
  const [first, ...others] = found;
  others.forEach((other) => report('sectionTwice', other, [], `'${section}' is already in ${first?.file ?? ''}`));
  return first ?? null;
}

/** The items by id; an id that comes twice is reported and keeps its first meaning. */
export function byId<Item extends { readonly id: string }>(
  items: readonly Located<Item>[],
  report: Report,
): ReadonlyMap<string, Located<Item>> {
  const found = new Map<string, Located<Item>>();
  for (const item of items) {
    const first = found.get(item.value.id);
    if (first === undefined) found.set(item.value.id, item);
    else report('duplicateId', item, ['id'], `'${item.value.id}' is already in ${first.file}`);
  }
  return found;
}

/** The items compiled, by id. */
export function mapValues<Item, Compiled>(
  items: ReadonlyMap<string, Located<Item>>,
  compile: (item: Located<Item>) => Compiled,
): ReadonlyMap<string, Compiled> {
  return new Map([...items].map(([id, item]) => [id, compile(item)]));
}
