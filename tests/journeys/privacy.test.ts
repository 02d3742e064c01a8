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
  '+14255550144',
  '+14255550145',
  'kumquat@customer.example',
];
/** Containers whose documents carry opaque ids only; the other four are where people's data lives. */
const WITHOUT_PEOPLE = ['routing', 'metrics', 'leases', 'config'];

describe('what customers and agents say', () => {
  let stage: Stage;
  let token: string;
  let customerToken: string;
  beforeAll(async () => {
    stage = await openStage(undefined, ['--verbose']);
    await ownMailbox(stage).sweep();
    const cameron = stage.agent('cameron');
    await cameron.ready();
    token = await tokenOf(stage, 'cameron');
    customerToken = await chat(stage);
    await text(stage);
    await mail(stage);
    await toSupport(stage, '+14255550145');
    await everybodyLeaves(stage);
  });
  afterAll(() => stage.stop());

  test('was said: the search below looks for what is there', async () => {
    const kept = JSON.stringify(await stage.query('interactions', 'SELECT * FROM c'));
    expect(SAID.filter((word) => !kept.includes(word))).toEqual([]);
  });

  test('stands in no log, and no token or key does', () => {
    const { functions, communication } = stage.running.endpoints;
    const log = stage.running.output();
    expect(log).toContain('event taken');
    const secrets = [token, customerToken, functions.masterKey, communication.connectionString];
    expect([...SAID, ...secrets].filter((word) => log.includes(word))).toEqual([]);
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
      expect(SAID.filter((word) => history.includes(word))).toEqual([]);
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
