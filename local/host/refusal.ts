import type { HostResponse } from './http/server';
import type { Keys } from './keys';

/**
 * The answer to a key that does not open the admin API or a webhook: 403 for one that is known and opens something else, 401 for any other.
 * Functions answer 401 to both and name no scheme.
 */
export const refusal = (keys: Keys, key: string | undefined): HostResponse =>
  keys.isKnown(key) ? { status: 403 } : { status: 401, headers: { 'www-authenticate': 'Bearer' } };
