/** Bytes of a page blob that lie in a file, beginning at `from`. */
export interface Extent extends Span {
  readonly file: string;
  readonly from: number;
}

export interface Span {
  readonly at: number;
  readonly size: number;
}

/** What a page blob has beside its size; where no extent lies, it is empty. */
export interface Pages {
  readonly sequence: number;
  /** In order, none over another. */
  readonly extents: readonly Extent[];
}

const endOf = ({ at, size }: Span) => at + size;

/** The part of an extent within a span; undefined where there is none. */
export function within(extent: Extent, span: Span): Extent | undefined {
  const at = Math.max(extent.at, span.at);
  const size = Math.min(endOf(extent), endOf(span)) - at;
  return size > 0 ? { file: extent.file, at, size, from: extent.from + at - extent.at } : undefined;
}

export const cut = (extents: readonly Extent[], span: Span): Extent[] =>
  extents.flatMap((extent) => within(extent, span) ?? []);

/** Puts a span in the place of what was there: with the bytes of a file, or empty. */
export function overlaid(extents: readonly Extent[], span: Span, file: string | undefined): Extent[] {
  const before = cut(extents, { at: 0, size: span.at });
  const after = cut(extents, { at: endOf(span), size: Infinity });
  return [...before, ...(file === undefined ? [] : [{ ...span, file, from: 0 }]), ...after];
}

/** Spans that touch are one. */
export const joined = (spans: readonly Span[]): Span[] =>
  spans.reduce<Span[]>((done, { at, size }) => {
    const last = done.at(-1);
    return last && endOf(last) === at
      ? [...done.slice(0, -1), { at: last.at, size: last.size + size }]
      : [...done, { at, size }];
  }, []);

/** What was written and what was cleared since: bytes are the same where they lie in the same place of the same file. */
export function difference(before: readonly Extent[], now: readonly Extent[]): { written: Span[]; cleared: Span[] } {
  const bounds = [...new Set([...before, ...now].flatMap((extent) => [extent.at, endOf(extent)]))].sort(
    (a, b) => a - b,
  );
  const spans = bounds.slice(1).map((end, i) => ({ at: bounds[i] ?? 0, size: end - (bounds[i] ?? 0) }));
  const placeOf = (extents: readonly Extent[], span: Span) => {
    const [found] = cut(extents, span);
    return found && `${found.file} ${found.from}`;
  };
  const changed = spans.filter((span) => placeOf(before, span) !== placeOf(now, span));
  return {
    written: joined(changed.filter((span) => placeOf(now, span) !== undefined)),
    cleared: joined(changed.filter((span) => placeOf(now, span) === undefined)),
  };
}
