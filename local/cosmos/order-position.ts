import { valueAt, type Json } from './json';
import { isGrouped, type Query } from './sql/ast';
import { pathInDocument } from './sql/narrow';
import { termOf } from './terms';

/** What a query sorts by, where it is one property of the document that each row is of. */
export interface SortedBy {
  readonly path: readonly string[];
  readonly descending: boolean;
}

export function sortedBy(query: Query): SortedBy | undefined {
  const [key, ...others] = query.orderBy;
  if (key === undefined || others.length > 0 || isGrouped(query)) return undefined;
  const path = pathInDocument(query, key.expression);
  return path && { path, descending: key.descending };
}

/** Whether each document that is found gives one row, and no row is left out. */
export const givesARowEach = ({ from, select, distinct, top, window }: Query): boolean =>
  from.length === 1 && select.kind !== 'value' && !distinct && top === null && window === null;

/** Where the next page begins: after so many rows among those of a term. What comes or goes elsewhere does not shift it. */
export interface OrderPosition {
  readonly term: string;
  readonly skip: number;
}

export const spellPosition = ({ term, skip }: OrderPosition): string =>
  `${skip}#${Buffer.from(term).toString('base64url')}`;

export function readPosition(text: string): OrderPosition | undefined {
  const [, skip, term] = /^(\d+)#([\w-]+)$/.exec(text) ?? [];
  return term === undefined ? undefined : { term: Buffer.from(term, 'base64url').toString(), skip: Number(skip) };
}

/** Counts the rows that a page looks at by the terms of their documents, in whatever order they come. */
export function createOrderCount({ path, descending }: SortedBy, start: OrderPosition | undefined) {
  const kept = new Map<string, number>();
  const isBefore = (one: string, other: string): boolean => (descending ? one > other : one < other);
  let current = '';
  return {
    /** False for a document of an earlier page. */
    take(document: Json): boolean {
      current = termOf(valueAt(document, path));
      return start === undefined || !isBefore(current, start.term);
    },
    /** The document taken last meets the condition. */
    keep: (): void => void kept.set(current, (kept.get(current) ?? 0) + 1),
    positionOf(row: number): OrderPosition {
      const terms = [...kept.keys()].sort((a, b) => (isBefore(a, b) ? -1 : 1));
      let skip = row;
      for (const term of terms) {
        const count = kept.get(term) ?? 0;
        if (skip < count) return { term, skip };
        skip -= count;
      }
      throw new Error(`No document gives row ${row}.`);
    },
  };
}
