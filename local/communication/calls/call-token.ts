import { randomUUID } from 'node:crypto';

/** An opaque text that cannot be guessed and names its call, so that none has to be searched. */
export const tokenOf = (callId: string): string =>
  Buffer.from(JSON.stringify({ callId, id: randomUUID() })).toString('base64url');

/** The call that a token names; empty for what is no token. */
export function callIdIn(token: string): string {
  try {
    const { callId } = JSON.parse(Buffer.from(token, 'base64url').toString()) as { callId?: unknown };
    return typeof callId === 'string' ? callId : '';
  } catch {
    return '';
  }
}
