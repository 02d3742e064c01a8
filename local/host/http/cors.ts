import type { Handle, HostRequest, HostResponse } from './server';

/** Answers preflight requests of pages from `origins`, as the platform in front of a function app does. */
export function withCors(origins: readonly string[], handle: Handle): Handle {
  return async function answer(request) {
    const { origin } = request.headers;
    if (origin === undefined || !isAllowed(origins, origin)) return handle(request);
    if (isPreflight(request)) return { status: 204, headers: { ...allow(origin), ...allowRequested(request) } };
    const response = await handle(request);
    return { ...response, headers: { ...response.headers, ...allow(origin) } };
  };
}

const isAllowed = (origins: readonly string[], origin: string) => origins.includes(origin) || origins.includes('*');

const isPreflight = ({ method, headers }: HostRequest) =>
  method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;

const allow = (origin: string): NonNullable<HostResponse['headers']> => ({
  'access-control-allow-origin': origin,
  'access-control-allow-credentials': 'true',
  vary: 'Origin',
});

const allowRequested = ({ headers }: HostRequest) => ({
  'access-control-allow-methods': headers['access-control-request-method'] ?? '',
  'access-control-allow-headers': headers['access-control-request-headers'] ?? '',
});
