// cspell:ignore maxresults
import { Refusal } from './answers';

const MOST_LISTED = 5000;

/** Part of a list, and the marker that asks for the rest. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextMarker: string;
}

/** Cuts what is sorted by `keyOf`; a marker is the key at which the page starts, encoded so that nobody reads it. */
export function pageOf<T extends { readonly name: string }>(
  sorted: readonly T[],
  query: URLSearchParams,
  keyOf: (one: T) => string = ({ name }) => name,
): Page<T> {
  const most = Number(query.get('maxresults') ?? MOST_LISTED);
  if (!Number.isInteger(most) || most < 1) throw new Refusal('InvalidQueryParameterValue', `'maxresults' is invalid.`);
  const from = Buffer.from(query.get('marker') ?? '', 'base64url').toString('utf8');
  const rest = sorted.filter((one) => keyOf(one) >= from);
  const taken = Math.min(most, MOST_LISTED);
  const next = rest[taken];
  return {
    items: rest.slice(0, taken),
    nextMarker: next === undefined ? '' : Buffer.from(keyOf(next), 'utf8').toString('base64url'),
  };
}
