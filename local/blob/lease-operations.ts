import type { LocalRequest, LocalResponse } from '../kit/http';
import { Refusal } from '../kit/storage/answers';
import { acquire, breakUp, change, normalId, release, renew, type Lease } from './leases';
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
  const { lease: before, ...rest } = resource;
  await keep({ ...rest, ...(lease && { lease }) } as T);
  return { status, headers: { ...versionHeaders(resource), ...told }, body: '' };
}

interface Acted {
  readonly status: number;
  readonly lease: Lease | undefined;
  readonly told: Record<string, string>;
}

function act(lease: Lease | undefined, headers: Headers, now: number): Acted {
  const action = headers['x-ms-lease-action'] ?? missing('x-ms-lease-action');
  const id = () => idIn(headers, 'x-ms-lease-id') ?? missing('x-ms-lease-id');
  const proposed = idIn(headers, 'x-ms-proposed-lease-id');
  const held = (status: number, next: Lease): Acted => ({ status, lease: next, told: { 'x-ms-lease-id': next.id } });
  switch (action.toLowerCase()) {
    case 'acquire':
      return held(201, acquire(lease, proposed, durationIn(headers), now));
    case 'renew':
      return held(200, renew(lease, id(), now));
    case 'change':
      return held(200, change(lease, id(), proposed ?? missing('x-ms-proposed-lease-id'), now));
    case 'release':
      return { status: 200, lease: release(lease, id()), told: {} };
    case 'break': {
      const { waitS, ...broken } = breakUp(lease, periodIn(headers), now);
      return { status: 202, lease: broken, told: { 'x-ms-lease-time': String(waitS) } };
    }
    default:
      throw invalid('x-ms-lease-action', action);
  }
}

function idIn(headers: Headers, name: string): string | undefined {
  const id = headers[name]?.toLowerCase();
  if (id === undefined) return undefined;
  if (!GUID.test(id)) throw invalid(name, id);
  return normalId(id);
}

function durationIn(headers: Headers): number {
  const given = headers['x-ms-lease-duration'] ?? missing('x-ms-lease-duration');
  const seconds = Number(given);
  if (seconds !== -1 && !(Number.isInteger(seconds) && seconds >= LEAST_S && seconds <= MOST_S))
    throw invalid('x-ms-lease-duration', given);
  return seconds;
}

function periodIn(headers: Headers): number | undefined {
  const given = headers['x-ms-lease-break-period'];
  if (given === undefined) return undefined;
  const seconds = Number(given);
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > MOST_S) throw invalid('x-ms-lease-break-period', given);
  return seconds;
}

const invalid = (name: string, value: string) =>
  new Refusal('InvalidHeaderValue', 'The value for one of the HTTP headers is not in the correct format.', {
    HeaderName: name,
    HeaderValue: value,
  });

function missing(name: string): never {
  throw new Refusal('MissingRequiredHeader', "An HTTP header that's mandatory for this request is not specified.", {
    HeaderName: name,
  });
}
