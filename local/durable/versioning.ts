/** Which instances a host of this version works for (DTFx VersioningSettings; host.json, `durableTask`). */
export interface Versioning {
  /** Of the host, and of what is started without one; may be empty. */
  readonly version: string;
  readonly match: 'none' | 'strict' | 'currentOrOlder';
  /** What becomes of the others: they are left for another host, or fail. */
  readonly onMismatch: 'reject' | 'fail';
}

export const ANY_VERSION: Versioning = { version: '', match: 'none', onMismatch: 'reject' };

/** Whether the host may run an instance of version `wanted`. */
export function runsVersion({ version, match }: Versioning, wanted: string): boolean {
  switch (match) {
    case 'none':
      return true;
    case 'strict':
      return version === wanted;
    case 'currentOrOlder':
      return compareVersions(wanted, version) <= 0;
    default:
      return match satisfies never;
  }
}

/** No version is older than any; what .NET reads as a version is compared by its parts, the rest as text without regard to case. */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [one.trim(), other.trim()];
  if (left === '' || right === '') return Number(left !== '') - Number(right !== '');
  const [parts, others] = [partsOf(left), partsOf(right)];
  if (!parts || !others) return compare(left.toUpperCase(), right.toUpperCase());
  for (let index = 0; index < MOST_PARTS; index += 1) {
    const order = compare(parts[index] ?? NOT_GIVEN, others[index] ?? NOT_GIVEN);
    if (order !== 0) return order;
  }
  return 0;
}

const MOST_PARTS = 4;
/** 1.0 is older than 1.0.0. */
const NOT_GIVEN = -1;

const partsOf = (text: string): readonly number[] | undefined =>
  /^\d+(?:\.\d+){1,3}$/u.test(text) ? text.split('.').map(Number) : undefined;

const compare = <T extends number | string>(one: T, other: T): number => (one < other ? -1 : Number(one > other));
