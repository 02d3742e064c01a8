// The cases of the extension's own tests of this API (azure-functions-durable-extension, test/Common/HttpApiHandlerTests.cs),
// by name, against the same routes: what they put into a mock of the client is asked of a client here.
import { Refused, type DurableClient } from './client';
import { createManagementApi } from './management-api';
import type { Entity, Instance } from './state';
import { NEW_METER } from './state';

const BASE = 'https://app.example/runtime/webhooks/durabletask';
const QUERY = 'taskHub=SampleHubVS&connection=Storage&code=my-key';
const ID = '7b59154ae666471993659902ed0ba742';

const instance = (id: string, name: string, status: Instance['status']): Instance => ({
  ...{ id, name, status, executionId: 'x', version: '', input: null, output: null, customStatus: null },
  ...{
    createdAt: Date.UTC(2018, 2, 10, 10, 5),
    updatedAt: Date.UTC(2018, 2, 10, 10, 5),
    parent: null,
    meter: NEW_METER,
  },
});
const entity = (key: string, state: number, updatedAt: number): Entity => ({
  ...{ id: `@printer@${key}`, exists: true, state: String(state), queue: [], lockedBy: null },
  ...{ createdAt: 0, updatedAt, meter: NEW_METER },
});

const entities = [entity('one', 1, Date.UTC(2018, 2, 10, 10, 5)), entity('two', 2, Date.UTC(2018, 2, 10, 10, 15))];
const printers: Partial<DurableClient> = {
  entity: ({ name, key }) => entities.find(({ id }) => id === `@${name.toLowerCase()}@${key}`),
  entities: () => entities,
};

/** A client that notes what it was asked, with some instances. */
function noting(overrides: Partial<DurableClient> = {}) {
  const asked: unknown[][] = [];
  const note =
    (what: string) =>
    async (...args: unknown[]): Promise<void> =>
      void asked.push([what, ...args]);
  const all = [instance('01', 'DoThis', 'Running'), instance('02', 'DoThat', 'Completed')];
  const client: DurableClient = {
    async start(name, id, input, version) {
      asked.push(['start', name, id, input, version]);
      return id ?? ID;
    },
    instance: (id) => all.find((one) => one.id === id),
    instances(filter) {
      asked.push(['instances', filter]);
      return all;
    },
    history: () => [],
    raiseEvent: note('raiseEvent'),
    control: note('control'),
    rewind: note('rewind'),
    async restart(id, newId, version) {
      asked.push(['restart', id, newId, version]);
      return newId ?? ID;
    },
    purge: async () => 1,
    entity: () => undefined,
    entities: () => [],
    signal: note('signal'),
    ...overrides,
  };
  const manage = createManagementApi(client, BASE, QUERY, '2.0');
  async function ask(method: string, path: string, body = '', headers: Readonly<Record<string, string>> = {}) {
    const url = new URL(`${BASE}/${path}`);
    const json = () => (body === '' ? undefined : (JSON.parse(body) as unknown));
    const request = { method, url, target: url.pathname + url.search, headers, body: Buffer.from(body), json };
    return manage(request, url.pathname.slice(new URL(BASE).pathname.length + 1));
  }
  return { asked, ask };
}

test('CreateCheckStatusResponse_Returns_Correct_HTTP_202_Response', async () => {
  const { ask } = noting();
  const { status, body } = await ask('POST', `orchestrators/DoThis/${ID}`);
  expect(status).toBe(202);
  expect(body).toMatchObject({
    id: ID,
    statusQueryGetUri: `${BASE}/instances/${ID}?${QUERY}`,
    sendEventPostUri: `${BASE}/instances/${ID}/raiseEvent/{eventName}?${QUERY}`,
    terminatePostUri: `${BASE}/instances/${ID}/terminate?reason={text}&${QUERY}`,
    purgeHistoryDeleteUri: `${BASE}/instances/${ID}?${QUERY}`,
    restartPostUri: `${BASE}/instances/${ID}/restart?${QUERY}`,
  });
});

test.each([
  ['True', 500],
  ['False', 200],
])('HandleGetStatusRequestAsync_Failed_Orchestration_Config_Response_Code: %s', async (wanted, status) => {
  const { ask } = noting({ instance: (id) => instance(id, 'DoThis', 'Failed') });
  expect(await ask('GET', `Instances/01?returnInternalServerErrorOnFailure=${wanted}`)).toMatchObject({ status });
});

const BOTH = [
  { name: 'DoThis', instanceId: '01', runtimeStatus: 'Running' },
  { name: 'DoThat', instanceId: '02', runtimeStatus: 'Completed' },
];

test('GetAllStatus_is_Success', async () => {
  const { ask } = noting();
  const answer = await ask('GET', 'Instances/');
  expect(answer).toMatchObject({ status: 200, body: BOTH });
  expect(answer.headers).toBeUndefined();
});

test('GetQueryStatusWithPaging_is_Success', async () => {
  const { ask } = noting();
  const first = await ask('GET', 'Instances/?top=1');
  expect(first).toMatchObject({ status: 200, body: BOTH.slice(0, 1) });
  const token = first.headers?.['x-ms-continuation-token'] ?? '';
  expect(token).not.toBe('');
  const second = await ask('GET', 'Instances/?top=1', '', { 'x-ms-continuation-token': token });
  expect(second).toEqual({ status: 200, body: [expect.objectContaining(BOTH[1] ?? {})] });
});

test.each([
  ['GetQueryMultipleRuntimeStatus_is_Success', '&runtimeStatus=Running,Completed', ['Running', 'Completed']],
  ['GetQueryWithoutRuntimeStatus_is_Success', '', []],
])('%s', async (_name, more, statuses) => {
  const { ask, asked } = noting();
  const query = `createdTimeFrom=2018-03-10T10:01:00Z&createdTimeTo=2018-03-10T10:23:59Z${more}`;
  expect(await ask('GET', `Instances/?${query}`)).toMatchObject({ status: 200, body: BOTH });
  const [createdFrom, createdTo] = [Date.UTC(2018, 2, 10, 10, 1), Date.UTC(2018, 2, 10, 10, 23, 59)];
  expect(asked).toEqual([['instances', { createdFrom, createdTo, statuses, idPrefix: '' }]]);
});

test.each([
  ['TerminateInstanceWebhook', 'terminate'],
  ['SuspendInstanceWebhook', 'suspend'],
  ['ResumeInstanceWebhook', 'resume'],
])('%s', async (_name, verb) => {
  const { ask, asked } = noting();
  expect(await ask('POST', `Instances/01/${verb}?reason=because&${QUERY}`)).toMatchObject({ status: 202 });
  expect(asked).toEqual([['control', '01', verb, 'because']]);
});

test.each([
  ['True', true],
  ['False', false],
])('RestartInstance_Is_Success: a new id %s', async (wanted, wantsNewId) => {
  const { ask, asked } = noting();
  const { status, body } = await ask('POST', `instances/01/restart?restartWithNewInstanceId=${wanted}`);
  expect([status, (body as { id: string }).id]).toEqual([202, wantsNewId ? ID : '01']);
  expect(asked).toEqual([['restart', '01', wantsNewId ? undefined : '01', '2.0']]);
});

const refusing = async (): Promise<never> => {
  throw new Refused('badArgument', 'No such function.');
};

test.each([
  ['RestartInstance_Returns_HTTP_400_On_Invalid_InstanceId', 'instances/unknown/restart', ''],
  ['StartNewInstance_Returns_HTTP_400_On_Missing_Function', 'orchestrators/unknown', ''],
  ['StartNewInstance_Returns_HTTP_400_On_Bad_JSON', 'orchestrators/DoThis', '{ "broken" '],
])('%s', async (_name, path, body) => {
  const { ask } = noting(body === '' ? { start: refusing, restart: refusing } : {});
  expect(await ask('POST', path, body)).toMatchObject({ status: 400 });
});

test.each([
  [undefined, false],
  [undefined, true],
  ['given', false],
  ['given', true],
])('StartNewInstance_Is_Success: id %s, content type %s', async (id, hasContentType) => {
  const { ask, asked } = noting();
  const headers = hasContentType ? { 'content-type': 'application/json' } : {};
  const path = id === undefined ? 'orchestrators/DoThis' : `orchestrators/DoThis/${id}`;
  expect(await ask('POST', path, '{"a":1}', headers)).toMatchObject({ status: 202, body: { id: id ?? ID } });
  expect(asked).toEqual([['start', 'DoThis', id, '{"a":1}', '2.0']]);
});

test.each([
  ['a key, there', 'entities/Printer/one', 200],
  ['a key, not there', 'entities/Printer/three', 404],
  ['the empty key, not there', 'entities/Printer/$', 404],
])('GetEntity_Returns_State_Or_HTTP_404: %s', async (_what, path, status) => {
  const { ask } = noting(printers);
  const answer = await ask('GET', path);
  expect([answer.status, answer.body]).toEqual([status, status === 200 ? '1' : undefined]);
});

describe('Entities_Query_Calls_ListEntitiesAsync', () => {
  const window = 'lastOperationTimeFrom=2018-03-10T10:01:00Z&lastOperationTimeTo=2018-03-10T10:23:59Z';
  const ids = ({ body }: { readonly body?: unknown }) =>
    (body as { entityId: { key: string } }[]).map(({ entityId }) => entityId.key);

  test.each([
    ['by name', 'entities/Printer', 'true', [1, 2]],
    ['of all', 'entities/', 'True', [1, 2]],
    ['without state', 'entities/', 'False', [undefined, undefined]],
  ])('%s', async (_what, path, fetchState, states) => {
    const { ask } = noting(printers);
    const answer = await ask('GET', `${path}?${window}&fetchState=${fetchState}&top=2`);
    expect([answer.status, ids(answer)]).toEqual([200, ['one', 'two']]);
    expect((answer.body as { state?: number }[]).map(({ state }) => state)).toEqual(states);
  });

  test('by the time of the last operation', async () => {
    const { ask } = noting(printers);
    const later = 'lastOperationTimeFrom=2018-03-10T10:10:00Z';
    expect(ids(await ask('GET', `entities/?${later}`))).toEqual(['two']);
    expect(ids(await ask('GET', `entities/?${later.replace('From', 'To')}`))).toEqual(['one']);
  });

  test('page by page', async () => {
    const { ask } = noting(printers);
    const first = await ask('GET', 'entities/?top=1');
    const token = first.headers?.['x-ms-continuation-token'] ?? '';
    const second = await ask('GET', 'entities/?top=1', '', { 'x-ms-continuation-token': token });
    expect([ids(first), ids(second), second.headers?.['x-ms-continuation-token']]).toEqual([
      ['one'],
      ['two'],
      undefined,
    ]);
  });
});

test.each([
  ['a key', 'k', 'op', ''],
  ['no key', '', 'op', ''],
  ['no operation', 'k', '', ''],
  ['text', 'k', 'stringOp', 'text content'],
  ['JSON', '', 'jsonOp', '{"someProperty":"someValue"}'],
])('SignalEntity_Is_Success: %s', async (_what, key, operation, content) => {
  const { ask, asked } = noting();
  const isJson = content.startsWith('{');
  const path = `entities/Printer${key === '' ? '' : `/${key}`}${operation === '' ? '' : `?op=${operation}`}`;
  const headers = { 'content-type': isJson ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8' };
  expect(await ask('POST', path, content, headers)).toMatchObject({ status: 202 });
  const input = content === '' ? null : isJson ? content : JSON.stringify(content);
  expect(asked).toEqual([['signal', { name: 'Printer', key }, operation, input]]);
});

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
  ['taskHub=samplehubvs', 200],
  ['TASKHUB=SampleHubVS&connection=Other', 200],
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
