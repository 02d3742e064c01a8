import type { ContainerRecord } from './container-record';
import { badRequest, rangeGone } from './failure';
import {
  componentsOfHeader,
  keyPrefix,
  partitionKeyOfHeader,
  wrongPartitionKey,
  type PartitionKey,
} from './partition-key';
import type { PartitionRange } from './partition-ranges';
import type { Span } from './spans';

/** What part of a container a request is about. */
export interface Target {
  readonly span: Span;
  /** The physical partitions that it touches. */
  readonly ranges: readonly PartitionRange[];
  /** Whether a document of the span is meant: some requests cut a part out of a range. */
  accepts(document: { readonly pk: PartitionKey }): boolean;
}

type Headers = Readonly<Record<string, string>>;

const everything = (): boolean => true;

/** Reads partition key, range and effective partition keys of a request's headers. */
export function targetOf(container: ContainerRecord, headers: Headers): Target {
  const key = headers['x-ms-documentdb-partitionkey'];
  if (key !== undefined) return targetOfKey(container, key);
  const name = headers['x-ms-documentdb-partitionkeyrangeid'];
  const accepts = windowOf(container, headers);
  if (name === undefined) return { span: { kind: 'all' }, ranges: container.ranges.all, accepts };
  // Some clients put the container's rid before it.
  const id = name.split(',').at(-1) ?? '';
  const range = container.ranges.byId(id);
  if (range === undefined) throw rangeGone(id);
  return { span: { kind: 'range', range: range.index }, ranges: [range], accepts };
}

function targetOfKey(container: ContainerRecord, header: string): Target {
  const { ranges, keyPaths } = container;
  const components = componentsOfHeader(header);
  if (components.length > 0 && components.length < keyPaths.length) {
    const range = ranges.ofEffective(ranges.effective(components));
    return { span: { kind: 'prefix', prefix: keyPrefix(components) }, ranges: [range], accepts: everything };
  }
  const pk = partitionKeyOfHeader(header, keyPaths.length);
  if (pk === undefined) throw wrongPartitionKey();
  return { span: { kind: 'key', pk }, ranges: [ranges.of(pk)], accepts: everything };
}

function windowOf({ ranges }: ContainerRecord, headers: Headers): Target['accepts'] {
  const [min, max] = [headers['x-ms-start-epk'], headers['x-ms-end-epk']];
  if (min === undefined && max === undefined) return everything;
  return ({ pk }) => {
    const epk = ranges.effective(JSON.parse(pk) as readonly unknown[]);
    return epk >= (min ?? '') && epk < (max ?? 'FF');
  };
}

/** The one key that an operation on a document is about. */
export function keyOfTarget({ span }: Target): PartitionKey {
  if (span.kind === 'key') return span.pk;
  if (span.kind === 'prefix') throw wrongPartitionKey();
  throw badRequest('PartitionKey value must be supplied for this operation.');
}

export const keyIfAny = ({ span }: Target): PartitionKey | undefined => (span.kind === 'key' ? span.pk : undefined);
