import { startGraph, type GraphUnderTest } from './test-graph';

let graph: GraphUnderTest;
beforeEach(async () => {
  graph = await startGraph();
});
afterEach(() => graph.close());

const EVENTUAL = { consistencylevel: 'eventual' };
const search = (words: string, more = '', headers: Record<string, string> = EVENTUAL) =>
  graph.call('GET', `/users?$search=${encodeURIComponent(words)}&$select=id${more}`, undefined, headers);
const found = async (words: string, more = '') => (await search(words, more)).body.value?.map(({ id }) => id);

test.each([
  ['"displayName:ada"', ['ada-oid', 'adam-oid']],
  ['"displayName:ada" AND "displayName:lov"', ['ada-oid', 'adam-oid']],
  ['"displayName:lovelace"', ['ada-oid']],
  ['"displayName:o\'love"', ['adam-oid']],
  ['"displayName:lace"', []],
  ['"displayName:lovelace" OR "mail:adam@contoso"', ['ada-oid', 'adam-oid']],
])('people are found by how words begin: %s', async (words, ids) => {
  expect(await found(words)).toEqual(ids);
});

test('so many as are asked for, of those in use, counted', async () => {
  const { body } = await search('"displayName:ada"', '&$top=1&$count=true&$filter=accountEnabled eq true');
  expect(body).toEqual({ '@odata.count': 2, value: [{ id: 'ada-oid' }] });
  expect(await found('"displayName:ada"', "&$filter=userType eq 'Guest'")).toEqual([]);
});

test.each([
  ['without the header', '"displayName:ada"', '', {}, 400],
  ['without quotation', 'displayName:ada', '', EVENTUAL, 400],
  ['with a quotation that does not end', '"displayName:ada', '', EVENTUAL, 400],
  ['by another property', '"department:it"', '', EVENTUAL, 501],
  ['with both joints', '"displayName:a" AND "mail:b" OR "mail:c"', '', EVENTUAL, 501],
  ['in an order', '"displayName:ada"', '&$orderby=displayName', EVENTUAL, 501],
  ['with another filter', '"displayName:ada"', "&$filter=city eq 'X'", EVENTUAL, 501],
  ['for too many', '"displayName:ada"', '&$top=1000', EVENTUAL, 400],
])('a search %s is refused', async (_what, words, more, headers, status) => {
  expect((await search(words, more, headers)).status).toBe(status);
});

test('the whole directory is not listed', async () => {
  expect((await graph.call('GET', '/users')).status).toBe(501);
});

describe('the person that a token is of', () => {
  const as = (claims: object) => ({
    authorization: `Bearer signed.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.by-entra`,
  });

  test('is asked for as me, with what belongs to them', async () => {
    const ada = as({ oid: 'ada-oid' });
    expect((await graph.call('GET', '/me?$select=displayName', undefined, ada)).body).toEqual({
      displayName: 'Ada Lovelace',
    });
    expect((await graph.call('GET', '/me/presence', undefined, ada)).body).toMatchObject({ id: 'ada-oid' });
  });

  test('is nobody where an app asks for itself, or the token is no good', async () => {
    expect(await graph.call('GET', '/me', undefined, as({ oid: 'x', idtyp: 'app' }))).toMatchObject({ status: 400 });
    expect(await graph.call('GET', '/me', undefined, { authorization: 'Bearer none' })).toMatchObject({ status: 401 });
  });
});
