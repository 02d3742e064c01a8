import type { HostResponse, RequestHead } from './server';

const PAGE = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>Your function app is up and running</title></head>
  <body><h1>Your function app is up and running</h1><p>On the local Functions host.</p></body>
</html>
`;

/** What answers at the root where no function does (azure-functions-host, HomepageMiddleware). */
export function homePage({ url }: RequestHead, isDisabled: boolean): HostResponse | undefined {
  if (url.pathname !== '/') return undefined;
  return isDisabled ? { status: 204 } : { status: 200, headers: { 'content-type': 'text/html' }, body: PAGE };
}
