import type { RpcHttpCookie } from '../worker/types';

const SAME_SITE: Readonly<Record<string, string>> = { lax: 'lax', strict: 'strict', explicitNone: 'none' };

/** The value of a Set-Cookie header, its parts in the order and the letters of ASP.NET Core; the path is `/` where none is given. */
export function setCookie(cookie: RpcHttpCookie): string {
  const expires = cookie.expires?.value?.seconds;
  const maxAge = cookie.maxAge?.value;
  const sameSite = SAME_SITE[cookie.sameSite ?? ''];
  const parts = [
    `${cookie.name ?? ''}=${encodeURIComponent(cookie.value ?? '')}`,
    expires !== undefined && expires !== null && `expires=${new Date(expires * 1000).toUTCString()}`,
    maxAge !== undefined && maxAge !== null && `max-age=${maxAge}`,
    cookie.domain?.value && `domain=${cookie.domain.value}`,
    `path=${cookie.path?.value || '/'}`,
    cookie.secure?.value && 'secure',
    sameSite && `samesite=${sameSite}`,
    cookie.httpOnly?.value && 'httponly',
  ];
  return parts.filter(Boolean).join('; ');
}
