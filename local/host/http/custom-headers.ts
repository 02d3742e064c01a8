import type { Handle } from './server';

/** `extensions.http.customHeaders` of host.json: on every answer, where it has none of that name. */
export function withCustomHeaders(headers: Readonly<Record<string, string>>, handle: Handle): Handle {
  const own = Object.entries(headers);
  if (own.length === 0) return handle;
  return async function answer(request) {
    const given = await handle(request);
    const names = new Set(Object.keys(given.headers ?? {}).map((name) => name.toLowerCase()));
    return {
      ...given,
      headers: { ...Object.fromEntries(own.filter(([name]) => !names.has(name.toLowerCase()))), ...given.headers },
    };
  };
}
