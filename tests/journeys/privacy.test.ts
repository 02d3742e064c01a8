import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMailCustomer, ownMailbox } from './support/mail-customer';
import { everybodyLeaves, toSupport } from './support/phone-stories';
import { openStage, type Stage } from './support/stage';
import { complete } from './support/stories';
import { textCustomer } from './support/text-customer';
import { tokenOf } from './support/tokens';

jest.setTimeout(180_000);

/** Words and addresses that stand nowhere but where customers' data may stand (docs/architecture.md, State). */
const SAID = [
  'Marmalade',
  'Clementine',
  'Bergamot',
  'Kumquat',
  'Pomelo',
  'Tangerine',
  '+14255550144',
  '+14255550145',
  'kumquat@customer.example',
];
/** What a caller keys in to pay: nobody but the payments may know it. The code is looked for as a whole value. */
const CARD = '4111111111111111';
const TONES = '"eight","six","four","two"';
const KEYED = [CARD, CARD.slice(0, 7), '"8642"', '8642#', TONES, TONES.replaceAll('"', '\\"')];
const CONTAINERS = ['inbox', 'interactions', 'addresses', 'directory', 'quarantine'];
/** Containers whose documents carry opaque ids only; the other four are where people's data lives. */
const WITHOUT_PEOPLE = ['routing', 'metrics', 'leases', 'config'];

describe('what customers and agents say', () => {
  let stage: Stage;
  let token: string;
  let customerToken: string;
  let streamAddress: string;
  beforeAll(async () => {
    stage = await openStage(undefined, ['--verbose']);
    await ownMailbox(stage).sweep();
    const cameron = stage.agent('cameron');
    await cameron.ready();
    token = await tokenOf(stage, 'cameron');
    streamAddress = await listening(stage);
    customerToken = await chat(stage);
    await strangersAtTheBot(stage);
    await text(stage);
    await mail(stage);
    await toSupport(stage, '+14255550145');
    await pay(stage);
    await everybodyLeaves(stage);
  });
  afterAll(() => stage.stop());

  test('reaches the payments, where it is a card', async () => {
    const { cards } = await stage.simulator.get<{ cards: { fields: object }[] }>('/_local/cards');
    expect(cards.map(({ fields }) => fields)).toEqual([{ cardNumber: CARD, expiry: '1228', code: '8642' }]);
    const kept = JSON.stringify(await stage.query('interactions', 'SELECT * FROM c'));
    expect(kept).toContain('•••• 1111');
  });

  test.each([...CONTAINERS, ...WITHOUT_PEOPLE])(
    'a card that was keyed in stands in no document of %s',
    async (name) => {
      const all = JSON.stringify(await stage.query<object>(name, 'SELECT * FROM c'));
      expect(KEYED.filter((digits) => all.includes(digits))).toEqual([]);
    },
  );

  test('a card that was keyed in stands in no file of the app or its storage, and only the telephone exchange has it', () => {
    const files = readdirSync(stage.running.folder, { recursive: true, withFileTypes: true }).filter((one) =>
      one.isFile(),
    );
    const holding = (words: readonly string[]) =>
      files
        .filter((one) => words.some((word) => readFileSync(join(one.parentPath, one.name)).includes(word)))
        .map(({ name }) => name.split('.')[0]);
    // The search finds what is there.
    expect(holding(['Marmalade'])).toContain('cosmos');
    expect(new Set(holding(KEYED))).toEqual(new Set(['calls']));
  });

  test('was said: the search below looks for what is there', async () => {
    const kept = JSON.stringify(await stage.query('interactions', 'SELECT * FROM c'));
    expect(SAID.filter((word) => !kept.includes(word))).toEqual([]);
  });

  test('stands in no log, and no token or key does', () => {
    const log = stage.running.output();
    for (const what of ['event taken', 'message to be repeated', 'access refused']) expect(log).toContain(what);
    const streamToken = new URL(streamAddress).searchParams.get('access_token') ?? '';
    const secrets = [token, customerToken, streamToken, FORGED, ...keysIn(stage.running.endpoints)];
    expect(secrets.every((secret) => secret.length >= 16)).toBe(true);
    expect([...SAID, ...KEYED, ...secrets].filter((word) => log.includes(word))).toEqual([]);
  });

  test.each(WITHOUT_PEOPLE)('stands in no document of %s', async (container) => {
    const documents = await stage.query<object>(container, 'SELECT * FROM c');
    expect(documents.length).toBeGreaterThan(0);
    const all = JSON.stringify(documents);
    expect(SAID.filter((word) => all.includes(word))).toEqual([]);
  });

  test('stands in no history of an orchestration', async () => {
    const { endpoint, masterKey } = stage.running.endpoints.functions;
    const url = `${endpoint}/runtime/webhooks/durabletask/instances`;
    const ask = async (path: string) => (await fetch(`${url}${path}code=${masterKey}`)).text();
    const instances = JSON.parse(await ask('?')) as { instanceId: string }[];
    expect(instances.length).toBeGreaterThanOrEqual(4);
    for (const { instanceId } of instances) {
      const history = await ask(
        `/${encodeURIComponent(instanceId)}?showHistory=true&showHistoryOutput=true&showInput=true&`,
      );
      expect(history).toContain('ExecutionStarted');
      expect([...SAID, ...KEYED].filter((word) => history.includes(word))).toEqual([]);
    }
  });
});

async function chat(stage: Stage): Promise<string> {
  const cameron = stage.agent('cameron');
  const customer = await stage.chatCustomer('Clementine');
  await customer.say('Hello, my printer is broken');
  await customer.say('Marmalade got into it');
  await cameron.press('accept');
  await cameron.write('A Bergamot would have been worse');
  await cameron.press('note', { memo: 'Pomelo, says the colleague' });
  await cameron.press('reply', { reply: 'greeting' });
  await teamsRefusesOnce(stage);
  await customer.say('Tangerine it was, then');
  await stage.pass(60_000);
  await complete(stage, cameron);
  return customer.token;
}

async function text(stage: Stage): Promise<void> {
  const cameron = stage.agent('cameron');
  await textCustomer(stage, '+14255550144').text('repair please: Marmalade');
  await cameron.press('accept');
  await complete(stage, cameron);
}

async function mail(stage: Stage): Promise<void> {
  const cameron = stage.agent('cameron');
  await createMailCustomer(stage, 'kumquat@customer.example', 'Kumquat').write({ subject: 'Marmalade', text: 'Help' });
  await cameron.press('accept');
  await complete(stage, cameron);
}

/** A token that nobody issued. */
const FORGED = 'forged-token-of-a-stranger';

/** The address at which a desk listens; it opens the stream to whoever has it. */
async function listening(stage: Stage): Promise<string> {
  const { status, body } = await stage.agent('cameron').ask('POST', 'live/agent');
  expect(status).toBe(200);
  return (body as { url: string }).url;
}

/** What is kept back is told to an operator: that it is, not what it says. */
async function teamsRefusesOnce(stage: Stage): Promise<void> {
  const fault = { kind: 'refuse', status: 503, retryAfterMs: 0 };
  await stage.simulator.post('/_local/faults', {
    rules: [{ service: 'Teams', fault, extent: { kind: 'count', count: 1 } }],
  });
}

/** Nobody of ours writes to the bot; and Teams writes what cannot be read. */
async function strangersAtTheBot(stage: Stage): Promise<void> {
  const { endpoint } = stage.running.endpoints.functions;
  const activity = { serviceUrl: 'https://stranger.example', channelId: 'msteams', type: 'message', text: 'Marmalade' };
  const refused = await fetch(`${endpoint}/api/bot/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${FORGED}`, 'content-type': 'application/json' },
    body: JSON.stringify(activity),
  });
  expect(refused.status).toBe(401);
}

/** Every key and connection string of the local services. */
function keysIn(part: unknown): readonly string[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([name, value]) =>
    typeof value === 'string' && /key|secret|connectionString/i.test(name) ? [value] : keysIn(value),
  );
}

/** Keys a card in, with a wrong number first. */
async function pay(stage: Stage): Promise<void> {
  const caller = await stage.caller('+14255550147', '+14255550102');
  await caller.press('1');
  await stage.pass(3_000);
  await caller.press('4');
  await caller.press('4111111111111112#');
  expect(await caller.heard()).toContainEqual(expect.stringContaining('That is no card number'));
  await caller.press(`${CARD}#`);
  await caller.press('1228');
  await caller.press('8642#');
  expect(await caller.heard()).toContainEqual(expect.stringContaining('your card that ends in 1111'));
}
