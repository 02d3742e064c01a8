import { HELP, startGraph, type GraphUnderTest } from './test-graph';

const ADA_ID = 'ada-oid';

let graph: GraphUnderTest;
beforeEach(async () => {
  graph = await startGraph();
});
afterEach(() => graph.close());

type Part = Readonly<Record<string, unknown>>;
const batch = async (requests: readonly Part[], headers?: Record<string, string>) => {
  const { status, body } = await graph.call('POST', '/$batch', { requests }, headers);
  return { status, body, responses: body['responses'] as readonly Part[] | undefined };
};

describe('many requests in one', () => {
  test('are answered each by its own, under its id', async () => {
    const { status, responses } = await batch([
      { id: 'ada', method: 'GET', url: `/users/${ADA_ID}?$select=displayName` },
      { id: 'presence', method: 'GET', url: `users/${ADA_ID}/presence` },
      { id: 'nobody', method: 'GET', url: '/users/nobody' },
      {
        ...{ id: 'draft', method: 'POST', url: `/users/${HELP}/messages` },
        ...{ body: { subject: 'Hello' }, headers: { 'Content-Type': 'application/json' } },
      },
    ]);
    expect(status).toBe(200);
    expect(responses).toMatchObject([
      { id: 'ada', status: 200, body: { displayName: 'Ada Lovelace' } },
      { id: 'presence', status: 200, body: { availability: 'Available' } },
      { id: 'nobody', status: 404, body: { error: { code: 'ErrorItemNotFound' } } },
      { id: 'draft', status: 201, body: { subject: 'Hello', isDraft: true } },
    ]);
  });

  test('wait for those that they depend on, and fail with them', async () => {
    const { responses } = await batch([
      { id: '1', method: 'GET', url: '/users/nobody' },
      { id: '2', method: 'GET', url: `/users/${ADA_ID}`, dependsOn: ['1'] },
      { id: '3', method: 'GET', url: `/users/${ADA_ID}` },
      { id: '4', method: 'GET', url: `/users/${ADA_ID}`, dependsOn: ['3'] },
    ]);
    expect(responses?.map(({ id, status }) => [id, status])).toEqual([
      ...[
        ['1', 404],
        ['2', 424],
        ['3', 200],
        ['4', 200],
      ],
    ]);
  });

  test('have bodies that are no JSON in base64', async () => {
    const { body: draft } = await graph.call('POST', `/users/${HELP}/messages`, { subject: 'Hello' });
    const { responses } = await batch([
      { id: '1', method: 'GET', url: `/users/${HELP}/messages/${draft['id']}/$value` },
    ]);
    expect(Buffer.from(String(responses?.[0]?.['body']), 'base64').toString()).toContain('Subject: Hello');
  });

  test('name what is not emulated', async () => {
    const { responses } = await batch([{ id: '1', method: 'GET', url: '/groups' }]);
    expect(responses).toMatchObject([
      { status: 501, body: { error: { message: expect.stringContaining('/groups') } } },
    ]);
  });

  test.each([
    ['none', []],
    ['more than 20', Array.from({ length: 21 }, (_, n) => ({ id: String(n), method: 'GET', url: '/me' }))],
    ['two of one id', [1, 2].map(() => ({ id: '1', method: 'GET', url: '/me' }))],
    ['one without an id', [{ method: 'GET', url: '/me' }]],
    ['one that depends on what is not there', [{ id: '1', method: 'GET', url: '/me', dependsOn: ['2'] }]],
    ['one to somewhere else', [{ id: '1', method: 'GET', url: 'https://elsewhere.example/me' }]],
  ])('are refused where they are %s', async (_what, requests) => {
    expect(await batch(requests)).toMatchObject({ status: 400, body: { error: { code: 'BadRequest' } } });
  });

  test('need a token, which is that of each', async () => {
    const nobody = await batch([{ id: '1', method: 'GET', url: '/me' }], { authorization: '' });
    expect(nobody).toMatchObject({ status: 401, responses: undefined });
  });
});
