import { UPCASTERS, type Upcaster, type Upcasters } from './upcasters';

/** A document as it lies in the store: of which kind it is, and of which shape. */
interface Stored {
  readonly id?: string;
  readonly kind?: string;
  /** The number of its shape among those of its kind; absent: 1, as all were before shapes were numbered. */
  readonly schema?: number;
}

const NONE: readonly Upcaster[] = [];

/** Documents without a kind of their own are told apart by how their ids begin. */
const upcastersOf = ({ kind, id }: Stored, upcasters: Upcasters): readonly Upcaster[] =>
  upcasters.get(kind ?? id?.split(':')[0] ?? '') ?? NONE;

/**
 * The document as this release reads it, whatever release wrote it. One that a later release wrote is left as it is: shapes only
 * grow, so that what is known of it still reads.
 */
export function upcastDocument<Read extends object>(document: Read, upcasters: Upcasters = UPCASTERS): Read {
  const stored: Stored = document;
  const steps = upcastersOf(stored, upcasters).slice((stored.schema ?? 1) - 1);
  // What the last step gives is the shape that the adapters' types describe.
  return steps.reduce<object>((before, step) => step(before), document) as Read;
}

/** The same of what may be no document at all: what the change feed or a query gives. */
export const upcastOf = (found: unknown): unknown =>
  typeof found === 'object' && found !== null ? upcastDocument(found) : found;

/** The document with the number of its shape, where that is not the first. */
export function numbered<Written extends object>(document: Written, upcasters: Upcasters = UPCASTERS): Written {
  const schema = upcastersOf(document, upcasters).length + 1;
  return schema === 1 ? document : { ...document, schema };
}
