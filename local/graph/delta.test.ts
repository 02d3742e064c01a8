import { grace, HELP, NOW, startGraph, type GraphUnderTest } from './test-graph';

let graph: GraphUnderTest;
beforeEach(async () => {
  graph = await startGraph();
});
afterEach(() => graph.close());

const inbox = `/users/${HELP}/mailFolders/inbox/messages/delta`;
const prefer = { prefer: 'odata.maxpagesize=2, IdType="ImmutableId"' };

/** Follows a round to its end. */
async function round(start: string) {
  const pages: string[][] = [];
  let link = start;
  for (;;) {
    const { body } = await graph.call('GET', link, undefined, prefer);
    pages.push(
      body.value!.map(({ id, subject, ...rest }) => String('@removed' in rest ? `-${String(id)}` : (subject ?? id))),
    );
    if (body['@odata.nextLink'] === undefined) return { pages, next: body['@odata.deltaLink'] as string };
    link = body['@odata.nextLink'] as string;
  }
}
const deliver = (subject: string) => graph.mail.deliver({ ...grace, subject });

test('the first round gives all, page by page; the next what changed since', async () => {
  for (const subject of ['1', '2', '3']) await deliver(subject);
  const first = await round(`${inbox}?$select=subject`);
  expect(first.pages).toEqual([['1', '2'], ['3']]);
  expect((await round(first.next)).pages).toEqual([[]]);
  const { received } = await deliver('4');
  await graph.call('PATCH', `/users/${HELP}/messages/${received.id}`, { isRead: true });
  const second = await round(first.next);
  expect(second.pages).toEqual([['4']]);
  await graph.call('POST', `/users/${HELP}/messages/${received.id}/move`, { destinationId: 'archive' });
  expect((await round(second.next)).pages).toEqual([[`-${received.id}`]]);
});

test('a mail that comes while a round is read is for the next round', async () => {
  for (const subject of ['1', '2', '3']) await deliver(subject);
  const { body } = await graph.call('GET', `${inbox}?$select=subject`, undefined, prefer);
  await deliver('4');
  const rest = await round(body['@odata.nextLink'] as string);
  expect(rest.pages).toEqual([['3']]);
  expect((await round(rest.next)).pages).toEqual([['4']]);
});

test('only what was created, and only since an instant, when asked so', async () => {
  await deliver('old');
  await graph.stepTo(NOW + 1_000);
  const { received } = await deliver('new');
  const since = encodeURIComponent(`receivedDateTime ge ${new Date(NOW + 500).toISOString()}`);
  const first = await round(`${inbox}?changeType=created&$select=id&$filter=${since}`);
  expect(first.pages).toEqual([[received.id]]);
  await graph.call('PATCH', `/users/${HELP}/messages/${received.id}`, { isRead: true });
  expect((await round(first.next)).pages).toEqual([[]]);
});

test('an unknown token asks for a new start; what Graph cannot track is refused', async () => {
  const madeUp = (state: object) => Buffer.from(JSON.stringify(state)).toString('base64url');
  const ours = { after: 1, until: null, changeType: null, filter: null, select: null, expandAttachments: false };
  expect((await graph.call('GET', `${inbox}?$deltatoken=${madeUp(ours)}`)).status).toBe(200);
  for (const token of ['old', madeUp({ ...ours, filter: 5 }), madeUp({ ...ours, select: 'id' })]) {
    const gone = await graph.call('GET', `${inbox}?$deltatoken=${token}`);
    expect([gone.status, gone.body['error']]).toMatchObject([410, { code: 'SyncStateNotFound' }]);
  }
  expect((await graph.call('GET', `${inbox}?$filter=isRead eq false`)).status).toBe(400);
});
