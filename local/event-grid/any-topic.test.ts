import { AzureKeyCredential, AzureSASCredential, generateSharedAccessSignature } from '@azure/eventgrid';
import { openTopic, SCHEMAS, wireEvent, type AnyTopic } from './any-topic.testsuite';

const OTHER = Buffer.alloc(32, 1).toString('base64');

describe.each(SCHEMAS)('a topic of the schema %s', (schema) => {
  let topic: AnyTopic;
  beforeEach(async () => {
    topic = await openTopic(schema);
  });
  afterEach(() => topic.close());
  const event = wireEvent(schema);

  test('opens by its key and by no other', async () => {
    const send = (key: string) => topic.send(['e'], new AzureKeyCredential(key));
    expect([await send(topic.key), await send(OTHER)]).toEqual([200, 401]);
  });

  test('opens by a signature of its key and of no other', async () => {
    const send = async (key: string) => {
      const until = new Date('2040-01-01T00:00:00Z');
      const signature = await generateSharedAccessSignature(topic.url, new AzureKeyCredential(key), until);
      return topic.send(['e'], new AzureSASCredential(signature));
    };
    expect([await send(topic.key), await send(OTHER)]).toEqual([200, 401]);
  });

  test('takes a batch', async () => {
    const ids = Array.from({ length: 10 }, (_, n) => `batch-${n}`);
    expect(await topic.send(ids, new AzureKeyCredential(topic.key))).toBe(200);
  });

  test.each([
    ['no key', JSON.stringify([event]), { 'aeg-sas-key': '' }, 401],
    ['no JSON', '[', {}, 400],
    ['an event without id', JSON.stringify([{ ...event, id: undefined }]), {}, 400],
    ['too much', JSON.stringify([{ ...event, data: 'x'.repeat(1024 * 1024) }]), {}, 413],
    ['one bad event in an array', JSON.stringify([event, { ...event, id: '' }]), {}, 400],
  ])('refuses %s, and takes nothing', async (_what, body, headers, status) => {
    expect((await topic.post(body, headers as Record<string, string>)).status).toBe(status);
    expect(topic.taken() ?? 0).toBe(0);
  });
});

const own = SCHEMAS.includes('EventGrid') ? describe : describe.skip;
own('a topic of the schema EventGrid alone', () => {
  const event = wireEvent('EventGrid');

  test.each([
    ['an event that is no array', event],
    ['an event whose data version is no text', [{ ...event, dataVersion: 1 }]],
    ['a time that is none', [{ ...event, eventTime: 'soon' }]],
    ["another topic's event", [{ ...event, topic: '/topics/cloud' }]],
  ])('refuses %s', async (_what, body) => {
    const topic = await openTopic('EventGrid');
    expect((await topic.post(JSON.stringify(body))).status).toBe(400);
    await topic.close();
  });
});
