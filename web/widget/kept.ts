import type { Connection, Place } from './api';

/** What the browser keeps of a chat, so that it goes on upon another page of the site. */
export interface Kept {
  readonly connection: Connection;
  readonly isShown: boolean;
}

const nameOf = ({ tenantId, entryPoint }: Place): string => `switchboard:${tenantId}:${entryPoint}`;

/** A site may forbid storage: then a chat lasts as long as its page. */
function storage(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}

/** The chat that is kept, unless its token is over. */
export function recall(place: Place): Kept | undefined {
  const text = storage()?.getItem(nameOf(place));
  if (!text) return undefined;
  try {
    const kept = JSON.parse(text) as Kept;
    return kept.connection.tokenExpiresAt > Date.now() ? kept : undefined;
  } catch {
    return undefined;
  }
}

export function keep(place: Place, kept: Kept | null): void {
  try {
    if (kept === null) storage()?.removeItem(nameOf(place));
    else storage()?.setItem(nameOf(place), JSON.stringify(kept));
  } catch {
    // Full, or forbidden: the chat goes on.
  }
}
