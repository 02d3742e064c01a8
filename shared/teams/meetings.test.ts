import { startGraph, type GraphUnderTest } from '../../local/graph/test-graph';
import { createHttpStub, type HttpStub, type StubResponse } from '../../tests/contracts/fakes/http-stub';
import { createGraph } from '../graph/client';
import { createGraphMeetings } from './meetings';

let graph: GraphUnderTest;
let stub: HttpStub;
let forced: StubResponse | null;
beforeEach(async () => {
  graph = await startGraph();
  forced = null;
  stub = createHttpStub(async ({ method, url, body }) => {
    if (forced !== null) return forced;
    const answer = await graph.call(method, new URL(url).pathname.replace('/v1.0', ''), body);
    return { status: answer.status, body: answer.body };
  });
});
afterEach(() => graph.close());

const wanted = {
  entraTenantId: 'home',
  organiserId: 'ada-oid',
  key: 'interaction-1.7',
  subject: 'Contoso',
  fromAt: Date.UTC(2026, 9, 5, 12),
  untilAt: Date.UTC(2026, 9, 5, 13),
};
const meetings = () => createGraphMeetings(createGraph({ endpoint: 'https://graph.example/v1.0', ...stub }), 'home');

test('a repeat gets the same meeting, another key another', async () => {
  const made = await meetings().open(wanted);
  expect(made).toMatchObject({ kind: 'opened', joinUrl: expect.stringMatching(/^https:/) as string });
  expect(await meetings().open(wanted)).toEqual(made);
  expect(await meetings().open({ ...wanted, key: 'interaction-2.7' })).not.toEqual(made);
});

test('a directory that is not the stamp’s own is not asked', async () => {
  expect(await meetings().open({ ...wanted, entraTenantId: 'another' })).toEqual({ kind: 'elsewhere' });
  expect(stub.requests).toEqual([]);
});

test('what is not permitted is told from what failed, and a link that is none is believed by nobody', async () => {
  forced = { status: 403 };
  expect(await meetings().open(wanted)).toEqual({ kind: 'notPermitted' });
  forced = { status: 404 };
  await expect(meetings().open(wanted)).rejects.toThrow('404');
  forced = { status: 201, body: { joinWebUrl: 'javascript:alert(1)' } };
  await expect(meetings().open(wanted)).rejects.toThrow();
});
