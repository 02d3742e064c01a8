import type { LocalRequest, LocalResponse } from '../kit/http';
import { invalidHeader, missingHeader } from '../kit/storage/answers';
import { acquire, breakUp, change, normalId, renew, requireHeld, type Lease } from './leases';
import { versionHeaders } from './version';

/** What may be leased, and how its lease is kept. */
interface Leased {
  readonly etag: string;
  readonly modifiedAt: number;
  readonly lease?: Lease;
}

type Headers = Readonly<Record<string, string>>;

const LEAST_S = 15;
const MOST_S = 60;
const GUID = /^[0-9a-f]{8}(-?)[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{12}$/;

/** Lease Blob and Lease Container: the resource itself is not written by it. */
export async function leaseResource<T extends Leased>(
  resource: T,
  { headers }: Pick<LocalRequest, 'headers'>,
  now: number,
  keep: (resource: T) => Promise<unknown>,
): Promise<LocalResponse> {
  const { status, lease, told } = act(resource.lease, headers, now);
  const { lease: _, ...rest } = resource;
  await keep({ ...rest, ...(lease && { lease }) } as T);
  return { status, headers: { ...versionHeaders(resource), ...told }, body: '' };
}

interface Acted {
  readonly status: number;
  readonly lease: Lease | undefined;
  readonly told: Record<string, string>;
}

function act(lease: Lease | undefined, headers: Headers, now: number): Acted {
  const action = needed('x-ms-lease-action', headers['x-ms-lease-action']);
  const id = () => needed('x-ms-lease-id', idIn(headers, 'x-ms-lease-id'));
  const proposed = idIn(headers, 'x-ms-proposed-lease-id');
  const held = (status: number, next: Lease): Acted => ({ status, lease: next, told: { 'x-ms-lease-id': next.id } });
  switch (action.toLowerCase()) {
    case 'acquire':
      return held(201, acquire(lease, proposed, durationIn(headers), now));
    case 'renew':
      return held(200, renew(lease, id(), now));
    case 'change':
      return held(200, change(lease, id(), needed('x-ms-proposed-lease-id', proposed), now));
    case 'release':
      requireHeld(lease, id());
      return { status: 200, lease: undefined, told: {} };
    case 'break': {
      const { waitS, ...broken } = breakUp(lease, periodIn(headers), now);
      return { status: 202, lease: broken, told: { 'x-ms-lease-time': String(waitS) } };
    }
    default:
      throw invalidHeader('x-ms-lease-action', action);
  }
}

function idIn(headers: Headers, name: string): string | undefined {
  const id = headers[name]?.toLowerCase();
  if (id === undefined) return undefined;
  if (!GUID.test(id)) throw invalidHeader(name, id);
  return normalId(id);
}

function durationIn(headers: Headers): number {
  const given = needed('x-ms-lease-duration', headers['x-ms-lease-duration']);
  const seconds = Number(given);
  if (seconds !== -1 && !(Number.isInteger(seconds) && seconds >= LEAST_S && seconds <= MOST_S))
    throw invalidHeader('x-ms-lease-duration', given);
  return seconds;
}

function periodIn(headers: Headers): number | undefined {
  const given = headers['x-ms-lease-break-period'];
  if (given === undefined) return undefined;
  const seconds = Number(given);
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > MOST_S)
    throw invalidHeader('x-ms-lease-break-period', given);
  return seconds;
}

function needed(name: string, given: string | undefined): string {
  if (given === undefined) throw missingHeader(name);
  return given;
}
