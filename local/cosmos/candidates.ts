import type { Numbers, PathIndex } from './path-index';
import type { Narrowing } from './sql/narrow';

/** Documents that the index finds for a narrowing, in order; undefined when it lacks a path for it. */
export function candidatesOf(index: PathIndex, narrowing: Narrowing, numbers: Numbers): readonly number[] | undefined {
  switch (narrowing.kind) {
    case 'text':
      return undefined;
    case 'terms':
      return index.isBuilt(narrowing.path) ? index.find(narrowing.path, narrowing.range, numbers) : undefined;
    case 'all': {
      const fewest = fewestOf(index, narrowing.of);
      return fewest && candidatesOf(index, fewest, numbers);
    }
    case 'any': {
      const found = narrowing.of.map((part) => candidatesOf(index, part, numbers));
      if (found.includes(undefined)) return undefined;
      return [...new Set(found.flatMap((some) => some ?? []))].sort((a, b) => a - b);
    }
  }
}

/** Beyond this, more or less makes no difference. */
const MANY = 10_000;

function fewestOf(index: PathIndex, parts: readonly Narrowing[]): Narrowing | undefined {
  const counted = parts
    .map((part) => ({ part, count: countOf(index, part) ?? Number.POSITIVE_INFINITY }))
    .filter(({ count }) => count !== Number.POSITIVE_INFINITY);
  return counted.toSorted((a, b) => a.count - b.count)[0]?.part;
}

/** About how many candidates there are, up to {@link MANY}. */
export function countOf(index: PathIndex, narrowing: Narrowing): number | undefined {
  switch (narrowing.kind) {
    case 'text':
      return undefined;
    case 'terms':
      return index.isBuilt(narrowing.path) ? index.count(narrowing.path, narrowing.range, MANY) : undefined;
    case 'all': {
      const counts = narrowing.of.map((part) => countOf(index, part)).filter((count) => count !== undefined);
      return counts.length === 0 ? undefined : Math.min(...counts);
    }
    case 'any':
      return narrowing.of.reduce<number | undefined>((sum, part) => {
        const count = sum === undefined || sum >= MANY ? sum : countOf(index, part);
        return count === undefined || sum === undefined ? undefined : Math.min(sum + count, MANY);
      }, 0);
  }
}

/** Paths that an index would need to serve it. */
export function pathsOf(narrowing: Narrowing): readonly (readonly string[])[] {
  switch (narrowing.kind) {
    case 'text':
      return [];
    case 'terms':
      return [narrowing.path];
    case 'all':
    case 'any':
      return narrowing.of.flatMap(pathsOf);
  }
}

const MOST_TEXTS = 8;

/** One of these is in the text of every document that is meant; undefined when nothing is known. */
export function textsOf(narrowing: Narrowing): readonly string[] | undefined {
  switch (narrowing.kind) {
    case 'text':
      return [narrowing.text];
    case 'terms':
      return narrowing.text === undefined ? undefined : [narrowing.text];
    case 'all': {
      const known = narrowing.of.map(textsOf).filter((texts) => texts !== undefined);
      return known.toSorted((a, b) => a.length - b.length)[0];
    }
    case 'any': {
      const all = narrowing.of.map(textsOf);
      const texts = all.flatMap((some) => some ?? []);
      return all.includes(undefined) || texts.length > MOST_TEXTS ? undefined : texts;
    }
  }
}
