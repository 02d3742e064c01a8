// cspell:ignore streaminfo
import { createThrottle } from './limits';
import { startTeams, type TeamsUnderTest } from './test-teams';

let teams: TeamsUnderTest;
let limited = false;
beforeEach(async () => {
  limited = false;
  teams = await startTeams({ change: () => ({ rateLimits: () => limited }) });
  await teams.agents.install('ada-oid');
});
afterEach(() => teams.close());

const opening = { members: [{ id: 'ada-oid' }], isGroup: false, channelData: { tenant: { id: 'tenant-1' } } };
const open = async () => ((await teams.call('POST', '', opening)).body as { id: string }).id;
const path = (id: string, rest = '') => `/${encodeURIComponent(id)}/activities${rest}`;
const hello = { type: 'message', text: 'Hello', channelData: { mark: 1 } };
const send = async (id: string, activity: object = hello) =>
  ((await teams.call('POST', path(id), activity)).body as { id: string }).id;
const seen = () => teams.agents.chat('ada-oid').messages;
const codeOf = ({ status, body }: { status: number; body: unknown }) => [
  status,
  (body as { error: { code: string } }).error.code,
];

describe('conversations', () => {
  test('opening the chat again finds the same', async () => {
    const first = await teams.call('POST', '', opening);
    expect(first).toEqual({
      status: 201,
      body: { id: expect.stringMatching(/^a:1/), serviceUrl: `${teams.url}/teams/` },
    });
    expect(await teams.call('POST', '', opening)).toEqual(first);
  });

  test('a member is also named as activities name them', async () => {
    const id = await open();
    const members = await teams.call('GET', `/${encodeURIComponent(id)}/members`);
    const [member] = members.body as { id: string }[];
    expect(member).toMatchObject({ name: 'Ada', objectId: 'ada-oid', tenantId: 'tenant-1', userRole: 'user' });
    expect(await teams.call('POST', '', { ...opening, members: [{ id: member!.id }] })).toMatchObject({ body: { id } });
    expect(await teams.call('GET', `/${encodeURIComponent(id)}/members/${member!.id}`)).toEqual({
      status: 200,
      body: member,
    });
    expect(await teams.call('GET', `/${encodeURIComponent(id)}/pagedmembers`)).toEqual({
      status: 200,
      body: { members: [member] },
    });
  });

  test('the first activity may come with it', async () => {
    const created = await teams.call('POST', '', { ...opening, activity: hello });
    expect(created.body).toMatchObject({ activityId: seen()[0]?.activityId });
    expect(seen()[0]?.text).toBe('Hello');
  });

  test.each([
    ['somebody unknown', { members: [{ id: 'who' }] }, [400, 'BadArgument']],
    ['another tenant', { channelData: { tenant: { id: 'other' } } }, [403, 'NotEnoughPermissions']],
    ['no tenant', { channelData: {} }, [400, 'BadArgument']],
    ['a group', { isGroup: true }, [501, 'NotEmulated']],
  ])('with %s is refused', async (_what, change, expected) => {
    expect(codeOf(await teams.call('POST', '', { ...opening, ...change }))).toEqual(expected);
  });
});

describe('activities', () => {
  test('are seen, changed and taken away; the transcript keeps all of it', async () => {
    const id = await open();
    const activityId = await send(id);
    expect(seen()).toMatchObject([{ activityId, author: 'bot', text: 'Hello', version: 1, channelData: { mark: 1 } }]);
    const changed = { ...hello, text: 'Hello again', id: activityId };
    expect(await teams.call('PUT', path(id, `/${activityId}`), changed)).toEqual({
      status: 200,
      body: { id: activityId },
    });
    expect(seen()).toMatchObject([{ activityId, text: 'Hello again', version: 2 }]);
    expect((await teams.call('DELETE', path(id, `/${activityId}`))).status).toBe(200);
    expect(seen()).toMatchObject([{ activityId, text: null, deleted: true }]);
    expect(codeOf(await teams.call('PUT', path(id, `/${activityId}`), changed))).toEqual([
      404,
      'ActivityNotFoundInConversation',
    ]);
    const kinds = teams.agents.transcript('ada-oid').map(({ kind }) => kind);
    expect(kinds).toEqual(['installed', 'posted', 'updated', 'deleted']);
  });

  test('changed by several at once are changed by one after another', async () => {
    const id = await open();
    const activityId = await send(id);
    const changes = Array.from({ length: 8 }, (_, n) =>
      teams.call('PUT', path(id, `/${activityId}`), { ...hello, text: `Change ${n}`, id: activityId }),
    );
    expect((await Promise.all(changes)).map(({ status }) => status)).toEqual(changes.map(() => 200));
    expect(seen()).toMatchObject([{ activityId, version: 9 }]);
  });

  test('sent twice are there twice, under growing ids', async () => {
    const id = await open();
    const ids = [await send(id), await send(id)];
    expect(seen().map(({ activityId }) => activityId)).toEqual(ids);
    expect(Number(ids[1])).toBeGreaterThan(Number(ids[0]));
  });

  test('a reply says what it replies to; typing leaves no message', async () => {
    const id = await open();
    const first = await send(id);
    expect((await teams.call('POST', path(id, `/${first}`), hello)).status).toBe(201);
    expect((await teams.call('POST', path(id), { type: 'typing' })).status).toBe(201);
    expect(seen().map(({ replyToId }) => replyToId)).toEqual([null, first]);
    expect(teams.agents.transcript('ada-oid').at(-1)?.kind).toBe('typing');
  });

  test.each([
    ['over 100 KB', { type: 'message', text: 'x'.repeat(51_200) }, [413, 'MessageSizeTooBig']],
    ['without content', { type: 'message' }, [400, 'BadArgument']],
    ['that are none', ['x'], [400, 'BadArgument']],
    [
      'with a card that is none',
      { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: {} }] },
      [400, 'BadArgument'],
    ],
    [
      'with a file',
      { type: 'message', attachments: [{ contentType: 'image/png', content: '' }] },
      [501, 'NotEmulated'],
    ],
    ['with attachments that are no list', { type: 'message', attachments: 'x' }, [400, 'BadArgument']],
    ['with an attachment that is none', { type: 'message', attachments: [null] }, [400, 'BadArgument']],
    ['of a type not emulated', { type: 'trace' }, [501, 'NotEmulated']],
  ])('%s are refused', async (_what, activity, expected) => {
    expect(codeOf(await teams.call('POST', path(await open()), activity))).toEqual(expected);
    expect(seen()).toEqual([]);
  });

  test('a conversation nobody opened is not found', async () => {
    expect(codeOf(await teams.call('POST', path('a:none'), hello))).toEqual([404, 'ConversationNotFound']);
  });

  test('what an agent wrote is not for the bot to change', async () => {
    const id = await open();
    await teams.agents.write('ada-oid', 'Mine');
    const { activityId } = seen()[0]!;
    expect((await teams.call('PUT', path(id, `/${activityId}`), hello)).status).toBe(404);
  });

  test('an eighth in a second is too many, where limits are on', async () => {
    limited = true;
    const id = await open();
    for (let i = 0; i < 7; i++) await send(id);
    expect(codeOf(await teams.call('POST', path(id), hello))).toEqual([429, 'Throttled']);
    await teams.stepTo(Date.UTC(2026, 9, 5, 12, 0, 3));
    expect((await teams.call('POST', path(id), hello)).status).toBe(201);
  });
});

test('whatever is asked of a conversation is limited: taking messages away, opening it, and, twice as often, who is in it', async () => {
  const id = await open();
  const sent = await Promise.all(Array.from({ length: 8 }, () => send(id)));
  limited = true;
  const statuses = async (ask: (n: number) => Promise<{ status: number }>, count: number) => {
    const all: number[] = [];
    for (let n = 0; n < count; n += 1) all.push((await ask(n)).status);
    return all;
  };
  const gone = await statuses((n) => teams.call('DELETE', path(id, `/${sent[n]}`)), 8);
  expect(gone).toEqual([...Array<number>(7).fill(200), 429]);
  await teams.stepTo(Date.UTC(2026, 9, 5, 12, 1));
  expect(await statuses(() => teams.call('POST', '', opening), 8)).toEqual([...Array<number>(7).fill(201), 429]);
  await teams.stepTo(Date.UTC(2026, 9, 5, 12, 2));
  const looks = await statuses(() => teams.call('GET', `/${id}/members`), 15);
  expect(looks).toEqual([...Array<number>(14).fill(200), 429]);
});

test('a bot makes 30 requests a second in a tenant, whatever the chats', () => {
  const tooSoon = createThrottle({ now: () => 0 });
  const waits = Array.from({ length: 31 }, (_, n) => tooSoon('send', `chat-${n}`, 'tenant'));
  expect(waits.filter((ms) => ms !== undefined)).toEqual([1_000]);
  expect(waits[30]).toBe(1_000);
  expect(tooSoon('send', 'chat-0', 'another tenant')).toBeUndefined();
});

describe('who may call', () => {
  test.each(['', 'stranger', 'bot:https://graph.microsoft.com'])('the token %p may not', async (token) => {
    expect(codeOf(await teams.call('POST', '', opening, token))).toEqual([401, 'Unauthorized']);
  });

  test('another application than the bot may not', async () => {
    const other = await startTeams({ change: () => ({ verifyToken: async () => ({ appid: 'other' }) }) });
    expect(codeOf(await other.call('POST', '', opening))).toEqual([401, 'BotNotRegistered']);
    await other.close();
  });

  test('nobody may where the bot is not installed, was removed, or is blocked', async () => {
    const id = await open();
    await teams.agents.block('ada-oid');
    expect(codeOf(await teams.call('POST', path(id), hello))).toEqual([403, 'ConversationBlockedByUser']);
    await teams.agents.unblock('ada-oid');
    await teams.agents.uninstall('ada-oid');
    expect(codeOf(await teams.call('POST', path(id), hello))).toEqual([403, 'BotNotInConversationRoster']);
    expect(codeOf(await teams.call('POST', '', opening))).toEqual([403, 'ForbiddenOperationException']);
  });
});

test('what is not emulated says so', async () => {
  expect(codeOf(await teams.call('GET', ''))).toEqual([501, 'NotEmulated']);
  const id = await open();
  const { length } = seen();
  for (const [rest, activity] of [
    ['', { ...hello, suggestedActions: { actions: [{ type: 'imBack', title: 'Yes', value: 'yes' }] } }],
    ['', { type: 'typing', text: 'Hel', entities: [{ type: 'streaminfo', streamType: 'streaming' }] }],
    ['?isTargetedActivity=true', hello],
    ['/history', { activities: [hello] }],
  ] as const)
    expect(codeOf(await teams.call('POST', path(id, rest), activity))).toEqual([501, 'NotEmulated']);
  expect(seen()).toHaveLength(length);
});

test('a client may put a slash of its own after that of the service URL', async () => {
  const id = await open();
  const { status } = await fetch(`${teams.url}/teams//v3/conversations${path(id)}`, {
    method: 'POST',
    headers: { authorization: 'Bearer bot:https://api.botframework.com' },
    body: JSON.stringify(hello),
  });
  expect([status, seen().at(-1)?.text]).toEqual([201, 'Hello']);
});

test('the page after the last is asked for by nobody who was given one', async () => {
  const id = await open();
  const page = await teams.call('GET', `/${encodeURIComponent(id)}/pagedmembers?continuationToken=other`);
  expect(codeOf(page)).toEqual([400, 'BadArgument']);
});
