import { encodeActivity } from './address';
import { originOf, parseActivity } from './parse';

/** Shaped after https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations. */
const base = {
  channelId: 'msteams',
  serviceUrl: 'https://smba.example/emea/',
  id: 'f:1',
  timestamp: '2026-10-05T12:00:00.000Z',
  from: { id: '29:1abc', name: 'Ada', aadObjectId: 'ada-oid' },
  recipient: { id: '28:bot', name: 'Switchboard' },
  conversation: { conversationType: 'personal', id: 'a:chat', tenantId: 'tenant-1' },
  channelData: { tenant: { id: 'tenant-1' } },
};
const sender = {
  entraTenantId: 'tenant-1',
  entraObjectId: 'ada-oid',
  teamsUserId: '29:1abc',
  name: 'Ada',
  conversationId: 'a:chat',
  serviceUrl: 'https://smba.example/emea/',
};
const refOf = (activityId: string) => encodeActivity({ conversationId: 'a:chat', activityId });

test('the origin is read before anything is verified', () => {
  expect(originOf(base)).toEqual({ serviceUrl: 'https://smba.example/emea/', channelId: 'msteams' });
  expect([originOf(null), originOf([]), originOf({ serviceUrl: 'x' })]).toEqual([undefined, undefined, undefined]);
});

describe('messages', () => {
  const message = { ...base, type: 'message', text: ' I am on it \n' };

  test('an agent writes', () => {
    expect(parseActivity(message)).toEqual({
      kind: 'message',
      sender,
      sourceId: 'f:1',
      text: 'I am on it',
      files: [],
      inReplyTo: null,
      sentAt: Date.UTC(2026, 9, 5, 12),
    });
  });

  test('files come with a text or alone, and so do pictures; what has no address is none', () => {
    const info = 'application/vnd.microsoft.teams.file.download.info';
    const attachments = [
      { contentType: 'text/html', content: '<p>I am on it</p>' },
      { contentType: info, name: 'a.pdf', content: { downloadUrl: 'https://x.sharepoint.com/a', fileType: 'pdf' } },
      { contentType: info, name: 'b.pdf', content: { fileType: 'pdf' } },
      { contentType: 'image/*', contentUrl: 'https://smba.example/emea/v3/attachments/1/views/original' },
    ];
    const files = [
      { kind: 'file', name: 'a.pdf', url: 'https://x.sharepoint.com/a' },
      { kind: 'picture', url: 'https://smba.example/emea/v3/attachments/1/views/original' },
    ];
    expect(parseActivity({ ...message, attachments })).toMatchObject({ text: 'I am on it', files });
    expect(parseActivity({ ...message, text: undefined, attachments })).toMatchObject({ text: '', files });
    expect(parseActivity({ ...message, text: '', attachments: attachments.slice(2, 3) })).toMatchObject({
      kind: 'unsupported',
    });
  });

  test('a quoting reply names the message it quotes, and only the new text counts', () => {
    const html =
      '<blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="1600457867820">\r\n' +
      '<strong itemprop="mri" itemid="28:bot">Switchboard</strong><span itemprop="time" itemid="1600457867820"></span>\r\n' +
      '<p itemprop="preview">Grace: where &amp; when?</p>\r\n</blockquote>\r\n<p>On its&nbsp;way</p>';
    const quoting = {
      ...message,
      text: 'Switchboard Grace: where & when? On its way',
      attachments: [{ contentType: 'text/html', content: html }],
    };
    expect(parseActivity(quoting)).toMatchObject({
      text: 'On its\u00a0way',
      inReplyTo: { ref: refOf('1600457867820'), preview: 'Grace: where & when?', shownAt: 1_600_457_867_820 },
    });
  });

  test('a quotation that says neither when nor what names the message all the same', () => {
    const html = '<blockquote itemtype="http://schema.skype.com/Reply" itemid="f:177"></blockquote><p>Yes</p>';
    const quoting = { ...message, attachments: [{ contentType: 'text/html', content: html }] };
    expect(parseActivity(quoting)).toMatchObject({ inReplyTo: { ref: refOf('f:177'), preview: '', shownAt: null } });
  });

  test.each([
    ['edits it', 'messageUpdate', ' I was on it ', 'I was on it'],
    ['takes it away', 'messageDelete', '', null],
  ])('an agent %s', (_what, type, text, expected) => {
    expect(parseActivity({ ...message, type, text })).toEqual({
      ...{ kind: 'changed', sender, messageId: 'f:1', text: expected },
      changedAt: Date.UTC(2026, 9, 5, 12),
    });
  });

  test.each([
    ['a picture without text', { text: undefined }, 'unsupported'],
    [
      'a text in a group chat',
      { conversation: { ...base.conversation, conversationType: 'groupChat' } },
      'unsupported',
    ],
    ['a text of somebody outside Entra', { from: { id: '29:x' } }, 'unsupported'],
    ['a text without an id', { id: undefined }, 'malformed'],
    ['a text of nobody', { from: undefined }, 'malformed'],
  ])('%s is not relayed', (_what, change, kind) => {
    expect(parseActivity({ ...message, ...change }).kind).toBe(kind);
  });
});

describe('card actions', () => {
  const invoke = (verb: string, data: object) => ({
    ...base,
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId: '199',
    value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
  });

  test('an agent accepts', () => {
    expect(parseActivity(invoke('accept', { interactionId: 'i', offerId: 'o' }))).toEqual({
      kind: 'cardAction',
      sender,
      sourceId: 'f:1',
      cardRef: refOf('199'),
      verb: 'accept',
      interactionId: 'i',
      offerId: 'o',
      wrapUpCode: null,
      transferTo: null,
      note: null,
      memo: null,
      replyId: null,
    });
  });

  test('handing over says to whom, and what they should know if anything', () => {
    const of = (note: string) => parseActivity(invoke('transfer', { interactionId: 'i', to: 'queue:sales', note }));
    expect([of(' Knows us. '), of(' ')]).toMatchObject([
      { transferTo: 'queue:sales', note: 'Knows us.' },
      { transferTo: 'queue:sales', note: null },
    ]);
  });

  test('completing brings the code that was chosen, if one was', () => {
    const chosen = parseActivity(invoke('complete', { interactionId: 'i', code: 'solved' }));
    const empty = parseActivity(invoke('complete', { interactionId: 'i', code: '' }));
    expect([chosen, empty]).toMatchObject([{ wrapUpCode: 'solved' }, { wrapUpCode: null }]);
  });

  test.each([
    ['an unknown verb', invoke('explode', { interactionId: 'i' }), 'unsupported'],
    ['another invoke', { ...invoke('accept', {}), name: 'task/fetch' }, 'unsupported'],
    ['an action about nothing', invoke('accept', {}), 'malformed'],
    ['an invoke without a value', { ...base, type: 'invoke', name: 'adaptiveCard/action' }, 'malformed'],
  ])('%s does nothing', (_what, activity, kind) => {
    expect(parseActivity(activity).kind).toBe(kind);
  });
});

describe('installations', () => {
  test.each([
    ['installationUpdate add', { type: 'installationUpdate', action: 'add' }, 'installed'],
    ['installationUpdate add-upgrade', { type: 'installationUpdate', action: 'add-upgrade' }, 'installed'],
    ['installationUpdate remove', { type: 'installationUpdate', action: 'remove' }, 'removed'],
    ['the bot comes in', { type: 'conversationUpdate', membersAdded: [{ id: '28:bot' }] }, 'installed'],
    ['the bot goes', { type: 'conversationUpdate', membersRemoved: [{ id: '28:bot' }] }, 'removed'],
    ['another member comes in', { type: 'conversationUpdate', membersAdded: [{ id: '29:x' }] }, 'unsupported'],
    ['an upgrade is removed', { type: 'installationUpdate', action: 'remove-upgrade' }, 'unsupported'],
    ['a reaction', { type: 'messageReaction' }, 'unsupported'],
  ])('%s -> %s', (_what, change, kind) => {
    expect(parseActivity({ ...base, ...change }).kind).toBe(kind);
  });
});

test.each([undefined, null, 'text', 7, [], {}, { type: 'message' }])('%p is malformed', (body) => {
  expect(parseActivity(body).kind).toBe('malformed');
});
