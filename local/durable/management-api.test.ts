// The cases of the extension's own tests of this API (azure-functions-durable-extension, test/Common/HttpApiHandlerTests.cs),
// by name, against the same routes: what they put into a mock of the client is asked of a client here.
import { BASE, ID, instance, noting, printers, QUERY, refusing } from './noting-client.testsuite';

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
