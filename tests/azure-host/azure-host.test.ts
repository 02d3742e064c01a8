import { differencesBetween, normalAnswer, normalText } from './answers';
import { countsOf, differencesOf, outcomesOf, type JestReport } from './counting';
import { environmentOf, partsOf, secretsOf } from './environment';
import { unexpected } from './known';
import { projectOf, readRestore, skippedLine, wantedFor } from './packages';

const [host] = wantedFor('linux', 'x64');
if (host === undefined) throw new Error('There is no host to want.');

describe('what a restore said', () => {
  test('the host is that of the machine', () => {
    expect(wantedFor('linux', 'x64').map(({ id }) => id)).toEqual([
      'Azure.Functions.Cli.Workloads.Host.linux-x64',
      'Azure.Functions.Cli.Workloads.Workers.Node',
      'Azure.Functions.Cli.Workloads.ExtensionBundles',
    ]);
    expect(wantedFor('darwin', 'arm64')[0]?.id).toMatch(/\.osx-arm64$/);
    expect(projectOf(host)).toContain(`<PackageDownload Include="${host.id}" Version="[4.1048.200-preview.1]" />`);
  });

  test('one that worked leaves nothing to skip', () => {
    expect(readRestore(host, 0, 'Restored x.csproj')).toEqual({ kind: 'restored', package: host });
    expect(skippedLine([readRestore(host, 0, '')])).toBeNull();
  });

  test('an unknown package is told in the words of NuGet, without paths and addresses', () => {
    const output = [
      '  Determining projects to restore...',
      '/home/me/x/x.csproj : error NU1101: Unable to find package A.B. No packages exist with this id in source(s): feed [/home/me/x/x.csproj]',
    ].join('\n');
    const restored = readRestore({ id: 'A.B', version: '1.0.0' }, 1, output);
    expect(restored).toMatchObject({
      why: 'NU1101: Unable to find package A.B. No packages exist with this id in source(s): feed',
    });
    expect(skippedLine([readRestore(host, 0, ''), restored])).toBe(
      'skipped: A.B 1.0.0 (NU1101: Unable to find package A.B. No packages exist with this id in source(s): feed)',
    );
  });

  test('a source that refuses is told without its address', () => {
    const output =
      "x.csproj : error NU1301: Failed to retrieve information about 'A.B' from 'https://feed.example/v3/a.b'.";
    expect(readRestore(host, 1, output)).toMatchObject({
      why: "NU1301: Failed to retrieve information about 'A.B' from '…'.",
    });
  });

  test('a restore that says nothing is told by its end', () => {
    expect(readRestore(host, null, '')).toMatchObject({ why: 'it ended with a signal' });
  });
});

describe('the host in the packages', () => {
  const files = [
    '/p/host/1/tools/Microsoft.Azure.WebJobs.Script.WebHost.dll',
    '/p/host/1/tools/workers/java/worker.config.json',
    '/p/workers.node/1/content/worker.config.json',
    '/p/extensionbundles/1/content/Microsoft.Azure.Functions.ExtensionBundle/4.35.0/bundle.json',
  ];

  test('is found with its worker and its extensions', () => {
    expect(partsOf(files)).toEqual({
      host: files[0],
      worker: '/p/workers.node/1/content',
      bundle: '/p/extensionbundles/1/content/Microsoft.Azure.Functions.ExtensionBundle',
    });
    expect(partsOf(files.slice(0, 2))).toEqual({ missing: 'worker.config.json of the Node worker' });
    expect(partsOf([])).toEqual({ missing: 'Microsoft.Azure.WebJobs.Script.WebHost.dll' });
  });

  test('is given the app, its storage, its keys and the local certificate', () => {
    const parts = { host: 'h', worker: '/w', bundle: '/b' };
    expect(environmentOf(parts, { app: '/app', secrets: '/s', tls: '/tls' })).toMatchObject({
      AzureWebJobsScriptRoot: '/app',
      AzureWebJobsStorage: 'UseDevelopmentStorage=true',
      FUNCTIONS_WORKER_RUNTIME: 'node',
      languageWorkers__node__workerDirectory: '/w',
      AzureFunctionsJobHost__extensionBundle__downloadPath: '/b',
      AzureFunctionsJobHost__extensionBundle__ensureLatest: 'false',
      ASPNETCORE_URLS: 'https://localhost:{port}',
      SSL_CERT_FILE: '/tls/ca.pem',
    });
    expect(JSON.parse(secretsOf({ master: 'm', eventGrid: 'e' }))).toMatchObject({
      masterKey: { value: 'm', encrypted: false },
      systemKeys: [{ name: 'eventgrid_extension', value: 'e' }],
    });
  });
});

describe('the counts', () => {
  const test1 = (fullName: string, status: string, failure = '') => ({ fullName, status, failureMessages: [failure] });
  const report = (...assertionResults: ReturnType<typeof test1>[]): JestReport => ({
    testResults: [{ name: '/x/chat.test.ts', message: '', assertionResults }],
  });

  test('a journey that needs steps of the clock is skipped, not failed', () => {
    const outcomes = outcomesOf(
      report(
        test1('one', 'passed'),
        test1('two', 'failed', 'expected 1'),
        test1('three', 'failed', 'A step of 72000 ms needs a clock that is stepped.'),
        test1('four', 'pending'),
      ),
    );
    expect(countsOf(outcomes)).toEqual({ run: 2, failed: 1, skipped: 2 });
  });

  test('a file that did not load is a failure', () => {
    const broken = { testResults: [{ name: '/x/a.test.ts', message: 'SyntaxError', assertionResults: [] }] };
    expect(countsOf(outcomesOf(broken))).toEqual({ run: 1, failed: 1, skipped: 0 });
  });

  test('what ends otherwise than on the local host is a difference', () => {
    const ours = outcomesOf(report(test1('one', 'passed'), test1('two', 'passed'), test1('three', 'failed')));
    const azures = outcomesOf(report(test1('one', 'passed'), test1('two', 'failed'), test1('three', 'failed')));
    expect(differencesOf(ours, azures)).toEqual(["chat.test.ts: two: passed on the local host, failed on Azure's"]);
  });
});

describe('answers of both hosts', () => {
  const answer = (status: number, body: string, headers: Readonly<Record<string, string>> = {}) => ({
    status,
    headers,
    body,
  });

  test('what only this run knows is taken out, and the shape of an instant stays', () => {
    const names = { base: 'http://localhost:1', master: 'a+b' };
    expect(normalText('http://localhost:1/x?code=a%2Bb at 2026-01-05T12:00:00.1234567+00:00', names)).toBe(
      '{base}/x?code={master} at {instant.f+00:00}',
    );
    expect(normalText('2026-01-05T12:00:00Z 0f8fad5bd9cb469fa16570867728950e', names)).toBe('{instantZ} {id}');
    const headers = { Date: 'today', Server: 'Kestrel', Location: 'http://localhost:1/y' };
    expect(normalAnswer(answer(202, '', headers), names).headers).toEqual({ location: '{base}/y' });
  });

  test('are told apart by status, header and member', () => {
    const ours = answer(200, '{"a":{"b":[1,2]},"c":null}', { 'x-a': '1' });
    const azures = answer(202, '{"a":{"b":[1,3]},"d":""}');
    expect(differencesBetween(ours, azures)).toEqual([
      { at: 'status', ours: '200', azures: '202' },
      { at: 'header x-a', ours: '1', azures: undefined },
      { at: 'body.a.b[1]', ours: '2', azures: '3' },
      { at: 'body.c', ours: 'null', azures: undefined },
      { at: 'body.d', ours: undefined, azures: '""' },
    ]);
    expect(differencesBetween(ours, ours)).toEqual([]);
  });

  test('what each host has of its own is expected', () => {
    const at = (one: string) => ({ at: one, ours: 'a', azures: 'b' });
    expect(unexpected('admin: status', [at('body.id'), at('body.state')])).toEqual([at('body.state')]);
    expect(unexpected('admin: one function', [at('body.script_href'), at('body.name')])).toEqual([at('body.name')]);
    const broken = 'durable management: start with what is not JSON';
    expect(unexpected(broken, [at('body.ExceptionMessage'), at('body.StackTrace'), at('status')])).toEqual([
      at('status'),
    ]);
    const collects = 'durable management: status of collects-1 showHistory=true&';
    expect(unexpected(collects, [at('body.historyEvents[0].Generation')])).toEqual([]);
    const silence = { at: 'status', ours: '504', azures: '0' };
    expect(unexpected('routes: function that throws', [silence, { ...silence, ours: '500' }])).toHaveLength(1);
  });
});
