import type { RpcHttpCookie } from '../worker/types';

const SAME_SITE: Readonly<Record<string, string>> = { lax: 'Lax', strict: 'Strict', explicitNone: 'None' };

/** The value of a Set-Cookie header. */
export function setCookie(cookie: RpcHttpCookie): string {
  const expires = cookie.expires?.value?.seconds;
  const maxAge = cookie.maxAge?.value;
  const sameSite = SAME_SITE[cookie.sameSite ?? ''];
  const parts = [
    `${cookie.name ?? ''}=${encodeURIComponent(cookie.value ?? '')}`,
    cookie.domain?.value && `Domain=${cookie.domain.value}`,
    cookie.path?.value && `Path=${cookie.path.value}`,
    expires !== undefined && expires !== null && `Expires=${new Date(expires * 1000).toUTCString()}`,
    maxAge !== undefined && maxAge !== null && `Max-Age=${maxAge}`,
    cookie.httpOnly?.value && 'HttpOnly',
    cookie.secure?.value && 'Secure',
    sameSite && `SameSite=${sameSite}`,
  ];
  return parts.filter(Boolean).join('; ');
}
