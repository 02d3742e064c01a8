import { Refused } from './client';
import { instance, noting, printers, refusing } from './noting-client.testsuite';

describe('entities among the instances', () => {
  const ONE = {
    ...{ name: '@printer@one', instanceId: '@printer@one', runtimeStatus: 'Running', output: null },
    ...{ input: { exists: true, state: '1', sorter: {} }, customStatus: { entityExists: true } },
  };

  test('an entity is asked for by its id as an instance that runs', async () => {
    const { ask } = noting(printers);
    expect(await ask('GET', 'instances/@printer@one')).toMatchObject({ status: 202, body: ONE });
    expect(await ask('GET', 'instances/@printer@three')).toMatchObject({ status: 404 });
  });

  test('a list has them, where its filter does not leave them out', async () => {
    const listed = async (query: string) => {
      const { body } = await noting(printers).ask('GET', `instances/?${query}`);
      return (body as { instanceId: string }[]).map(({ instanceId }) => instanceId);
    };
    expect(await listed('')).toEqual(['01', '02', '@printer@one', '@printer@two']);
    expect(await listed('instanceIdPrefix=@printer@t')).toEqual(['01', '02', '@printer@two']);
    expect(await listed('runtimeStatus=Completed')).toEqual(['01', '02']);
  });
});

test.each([
  [`taskHub=${'SampleHubVS'.toLowerCase()}`, 200],
  ['TaskHub=SampleHubVS&connection=Other', 200],
  ['taskHub=', 200],
  ['taskHub=Another', 501],
])('a request for a hub, of which there is one: %s answers %i', async (query, status) => {
  const answer = await noting().ask('GET', `instances/02?${query}`);
  expect(answer.status).toBe(status);
  if (status === 501) expect(answer.body).toContain("'SampleHubVS' alone, and not 'Another'");
});

describe('what the extension of 2026 has beside', () => {
  test.each([
    ['newInstanceId=next', ['restart', '01', 'next', '2.0']],
    ['newInstanceId=next&version=3.0', ['restart', '01', 'next', '3.0']],
  ])('a restart with options: %s', async (query, expected) => {
    const { ask, asked } = noting();
    const answer = await ask('POST', `instances/01/restartWithOptions?${query}`);
    expect(answer).toMatchObject({ status: 202, body: { id: 'next' } });
    expect(asked).toEqual([expected]);
  });

  test.each([
    ['', 'A new orchestration instance ID must be provided.'],
    ['newInstanceId=@x', "Orchestration instance IDs must not start with @. (Parameter 'newInstanceId')"],
    [
      'newInstanceId=a%2Fb',
      "Orchestration instance IDs must not contain /, \\, #, ?, or control characters. (Parameter 'newInstanceId')",
    ],
  ])('one that names no id that can be: %j', async (query, Message) => {
    const answer = await noting().ask('POST', `instances/01/restartWithOptions?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { Message } });
  });

  test.each([
    ['alreadyExists', 409, 'A non-terminal instance with this instance ID already exists.'],
    ['disabled', 400, 'It is disabled.'],
  ] as const)('a restart that is refused because of %s answers %i', async (code, status, Message) => {
    const restart = () => Promise.reject(new Refused(code, 'It is disabled.'));
    const answer = await noting({ restart }).ask('POST', 'instances/01/restart');
    expect(answer).toEqual({ status, body: { Message, ExceptionMessage: 'It is disabled.' } });
  });

  test('a start that is refused says why in one sentence', async () => {
    const { ask } = noting({ start: refusing });
    expect(await ask('POST', 'orchestrators/DoThis/@x')).toEqual({
      status: 400,
      body: { Message: 'No such function.' },
    });
  });

  test('an operation on an entity with what is no JSON, and one on none, say what is wrong', async () => {
    const json = { 'content-type': 'application/json' };
    const broken = await noting().ask('POST', 'entities/Printer/one?op=add', '{ "broken" ', json);
    expect(broken).toMatchObject({
      status: 400,
      body: { Message: expect.stringMatching(/^Could not parse JSON content: /) },
    });
    const unknown = await noting({ signal: refusing }).ask('POST', 'entities/Printer/one?op=add');
    expect(unknown).toEqual({ status: 400, body: { Message: 'No such function.' } });
  });

  test('an app that has no lease can not be made the primary one', async () => {
    expect(await noting().ask('POST', 'makeprimary')).toMatchObject({ status: 400 });
  });

  test('the version of an instance is told where it has one', async () => {
    const versioned = { ...instance('03', 'DoThis', 'Completed'), version: '1.1' };
    const { body } = await noting({ instance: () => versioned }).ask('GET', 'instances/03');
    expect(body).toMatchObject({ name: 'DoThis', version: '1.1' });
    expect((await noting().ask('GET', 'instances/02')).body).not.toHaveProperty('version');
  });
});

test('a start that would wait is answered at once, with how long it would beside the answer', async () => {
  const { ask } = noting();
  const wait = { id: 'given', timeoutMs: 10_000, intervalMs: 500 };
  expect(await ask('POST', 'orchestrators/DoThis/given?timeout=10&pollingInterval=0.5')).toMatchObject({
    status: 202,
    wait,
  });
  for (const query of ['timeout=10', 'pollingInterval=1', 'timeout=x&pollingInterval=1'])
    expect(await ask('POST', `orchestrators/DoThis/given?${query}`)).not.toHaveProperty('wait');
  expect(await ask('POST', 'instances/01/restart?timeout=1&pollingInterval=2')).toEqual({
    status: 400,
    body: {
      Message: 'InstanceId does not match a valid orchestration instance.',
      ExceptionMessage: 'Total timeout 1 should be bigger than retry timeout 2',
    },
  });
});
