import { openWorkbench, type Workbench } from './workbench.testsuite';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
  await bench.put('a', '1');
});
afterEach(() => bench.close());

const rule = (allowedOrigins: string, values: object = {}) => ({
  ...{ allowedOrigins, allowedMethods: 'GET,PUT', allowedHeaders: 'x-ms-*,range', exposedHeaders: 'etag' },
  ...{ maxAgeInSeconds: 60, ...values },
});
const allow = (...cors: object[]) => bench.service.setProperties({ cors: cors as never });
const ask = async (headers: Record<string, string>, method = 'OPTIONS') => {
  const { url } = bench.container.getBlobClient('a');
  const { status, headers: told } = await bench.post({ url, method, headers, body: '' });
  return {
    status,
    code: told['x-ms-error-code'],
    origin: told['access-control-allow-origin'],
    vary: told['vary'],
    told,
  };
};
const preflight = (origin: string, method = 'GET', headers?: string) =>
  ask({
    ...{ origin, 'access-control-request-method': method },
    ...(headers && { 'access-control-request-headers': headers }),
  });

describe('a page of another origin', () => {
  test('may do nothing until a rule allows it', async () => {
    expect(await preflight('https://contoso.com')).toMatchObject({ status: 403, code: 'CorsPreflightFailure' });
    expect(await ask({ origin: 'https://contoso.com' })).toMatchObject({ status: 400, code: 'InvalidHeaderValue' });
  });

  test('may do what the first rule that fits says, by method and headers', async () => {
    await allow(rule('https://contoso.com'), rule('*', { allowedMethods: 'GET' }));
    const { status, told } = await preflight('https://contoso.com', 'PUT', 'x-ms-blob-type');
    expect([status, told['access-control-allow-origin'], told['access-control-max-age']]).toEqual([
      ...[200, 'https://contoso.com', '60'],
    ]);
    expect(told).toMatchObject({
      ...{ 'access-control-allow-methods': 'PUT', 'access-control-allow-headers': 'x-ms-blob-type', vary: 'Origin' },
    });
    expect(await preflight('https://other.com')).toMatchObject({ status: 200, origin: '*', vary: undefined });
    expect(await preflight('https://other.com', 'PUT')).toMatchObject({ status: 403 });
    expect(await preflight('https://contoso.com', 'GET', 'if-match')).toMatchObject({ status: 403 });
  });

  test('of any place below a name may be allowed', async () => {
    await allow(rule('https://*.contoso.com'));
    expect(await preflight('https://care.contoso.com')).toMatchObject({ status: 200 });
    expect(await preflight('https://contoso.com')).toMatchObject({ status: 403 });
    expect(await preflight('https://notcontoso.com')).toMatchObject({ status: 403 });
  });

  test('sees answers, refusals too, and that they differ by origin', async () => {
    await allow(rule('https://contoso.com'));
    const seen = await ask({ origin: 'https://contoso.com' }, 'GET');
    expect(seen).toMatchObject({ status: 401, origin: 'https://contoso.com', vary: 'Origin' });
    expect(seen.told['access-control-expose-headers']).toBe('etag');
    expect(await ask({ origin: 'https://other.com' }, 'GET')).toMatchObject({ origin: undefined, vary: 'Origin' });
    expect(await ask({}, 'GET')).toMatchObject({ origin: undefined, vary: undefined });
  });
});

test('rules are kept, and taken away where none are given', async () => {
  await allow(rule('https://contoso.com'));
  bench = await bench.reopen();
  expect((await bench.service.getProperties()).cors).toEqual([rule('https://contoso.com')]);
  await bench.service.setProperties({});
  expect((await bench.service.getProperties()).cors).toHaveLength(1);
  await allow();
  expect((await bench.service.getProperties()).cors).toEqual([]);
});
