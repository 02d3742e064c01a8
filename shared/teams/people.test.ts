import { startGraph, type GraphUnderTest } from '../../local/graph/test-graph';
import { createHttpStub, type HttpStub, type StubResponse } from '../../tests/contracts/fakes/http-stub';
import { createGraph } from '../graph/client';
import { createGraphPeople } from './people';

let graph: GraphUnderTest;
let stub: HttpStub;
let forced: StubResponse | null;
beforeEach(async () => {
  graph = await startGraph();
  forced = null;
  stub = createHttpStub(async ({ method, url, headers }) => {
    if (forced !== null) return forced;
    const { consistencylevel = '' } = headers;
    const { pathname, search } = new URL(url);
    const answer = await graph.call(method, pathname.replace('/v1.0', '') + search, undefined, { consistencylevel });
    return { status: answer.status, body: answer.body };
  });
});
afterEach(() => graph.close());

const people = () => createGraphPeople(createGraph({ endpoint: 'https://graph.example/v1.0', ...stub }), 'home');
const search = (words: string) => people().search('home', words);
const ada = { userId: 'ada-oid', name: 'Ada Lovelace', title: 'Analyst' };
const adam = { userId: 'adam-oid', name: "Adam O'Love", title: null };

test.each([
  ['ada', [ada, adam]],
  ['ada lovelace', [ada]],
  ["o'lov", [adam]],
  ['adam@contoso', [adam]],
  ['nobody', []],
])('%s finds whose words begin so', async (words, found) => {
  expect(await search(words)).toEqual({ kind: 'found', people: found });
});

test.each(['"displayName:', 'ada" OR "mail:a', '\\" AND "', '((', '&$top=999&$search="mail:a'])(
  'what is written cannot leave its quotation: %j',
  async (words) => {
    await expect(search(words)).resolves.toMatchObject({ kind: 'found' });
    for (const { url } of stub.requests) {
      const query = new URL(url).searchParams;
      expect(query.getAll('$top')).toEqual(['12']);
      expect(query.get('$search')).toMatch(/^"(displayName|mail):[^":\\()]+"( AND "displayName:[^":\\()]+")*$/);
    }
  },
);

test('a directory that is not the stamp’s own is not asked', async () => {
  expect(await people().search('another', 'ada')).toEqual({ kind: 'elsewhere' });
  expect(stub.requests).toEqual([]);
});

test('what is not permitted is told from what failed', async () => {
  forced = { status: 403 };
  expect(await search('ada')).toEqual({ kind: 'notPermitted' });
  forced = { status: 500, headers: { 'retry-after-ms': '1' } };
  await expect(search('ada')).rejects.toThrow('500');
});
