import { createHmac } from 'node:crypto';
import { createHttpHeaders, type HttpClient } from '@azure/core-rest-pipeline';
import type { CustomerMessage } from '../../ports/channels';
import { createTelesign } from './telesign';

const NOW = Date.UTC(2026, 9, 5, 14);
const KEY = Buffer.from('the key of the account').toString('base64');
const account = {
  endpoint: 'https://telesign.example',
  customerId: 'C-1',
  apiKey: KEY,
  callbackUrl: 'https://app.example/api/texts/telesign/events',
  clock: { now: () => NOW },
};
const message: CustomerMessage = {
  key: 'contoso/i-1/m-1',
  ourAddress: '+14255550199',
  customerAddress: '+14255550123',
  externalRef: 'ref',
  authorName: 'Ada',
  text: 'Grüße & more',
  html: null,
  attachments: [],
  replyTo: null,
  automatic: false,
};
const hmac = (text: string, key = KEY) =>
  createHmac('sha256', Buffer.from(key, 'base64')).update(text).digest('base64');

function answering(status: number, code: number) {
  const sent: { headers: Record<string, string>; body: string }[] = [];
  const httpClient: HttpClient = {
    sendRequest: async (request) => {
      sent.push({ headers: request.headers.toJSON(), body: request.body as string });
      const bodyAsText = JSON.stringify({ reference_id: 'R1', status: { code, description: '' } });
      return { request, status, headers: createHttpHeaders(), bodyAsText };
    },
  };
  return { sent, sender: createTelesign({ ...account, httpClient }).sender };
}

describe('sending', () => {
  test('a text goes out as the carrier wants it, signed over what is sent, with our key', async () => {
    const { sent, sender } = answering(200, 290);
    expect(await sender.send(message)).toEqual({ kind: 'sent', providerId: 'R1' });
    const [{ headers, body }] = sent as [(typeof sent)[number]];
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      phone_number: '14255550123',
      message: 'Grüße & more',
      message_type: 'ARN',
      sender_id: '14255550199',
      external_id: 'contoso/i-1/m-1',
      callback_url: account.callbackUrl,
    });
    const signed = [
      'POST',
      'application/x-www-form-urlencoded',
      '',
      'x-ts-auth-method:HMAC-SHA256',
      'x-ts-date:Mon, 05 Oct 2026 14:00:00 GMT',
      `x-ts-nonce:${headers['x-ts-nonce']}`,
      body,
      '/v1/messaging',
    ];
    expect(headers['authorization']).toBe(`TSA C-1:${hmac(signed.join('\n'))}`);
  });

  test.each([
    [400, 11000, 'unreachable', false],
    [400, 11009, 'rejected', false],
    [400, 510, 'optedOut', false],
    [401, 10008, 'rejected', true],
    [429, 10019, 'throttled', true],
    [500, 10000, 'unknownOutcome', true],
    [503, 10000, 'throttled', true],
    [200, 500, 'unknownOutcome', true],
  ])('%i with the code %i is %s', async (status, code, failure, retryable) => {
    const { sent, sender } = answering(status, code);
    expect(await sender.send(message)).toEqual({ kind: 'failed', code: failure, retryable });
    // Nobody can tell the carrier that this is the same text again.
    expect(sent).toHaveLength(1);
  });
});

const inbound = {
  sub_resource: 'mo_sms',
  submit_timestamp: '2026-10-05T13:59:59.390000Z',
  reference_id: 'R-IN',
  status: { updated_on: '2026-10-05T13:59:59.473702Z', description: 'Delivered to customer', code: 1500 },
  errors: [],
  user_response: {
    action: 'generic',
    iso_country_code: 'US',
    keyword: 'GENERIC',
    sender_id: '14255550199',
    phone_number: '14255550123',
    mo_message: 'Hello',
  },
};
const report = (code: number) => ({
  reference_id: 'R1',
  status: { code, description: 'As it went', updated_on: '2026-10-05T13:59:58.181346Z' },
  external_id: 'contoso/i-1/m-1',
});

describe('webhooks', () => {
  const carrier = createTelesign(account);
  const read = (content: unknown, { key = KEY, id = 'C-1', tamper = (body: string) => body } = {}) => {
    const body = typeof content === 'string' ? content : JSON.stringify(content);
    const headers: Record<string, string> = { authorization: `TSA ${id}:${hmac(body, key)}` };
    return carrier.readWebhook({ header: (name) => headers[name], body: tamper(body) });
  };

  test('a customer’s text', () => {
    expect(read(inbound)).toEqual({
      kind: 'told',
      event: {
        kind: 'message',
        sourceId: 'R-IN',
        customerAddress: '+14255550123',
        ourAddress: '+14255550199',
        externalRef: '%2B14255550199/%2B14255550123',
        text: 'Hello',
        keyword: 'none',
        sentAt: Date.parse('2026-10-05T13:59:59.390Z'),
      },
    });
  });

  test.each(['stop', 'start', 'help'])('a word that the carrier takes for %s', (action) => {
    const told = read({ ...inbound, user_response: { ...inbound.user_response, action } });
    expect(told).toMatchObject({ event: { keyword: action } });
  });

  test.each([
    [200, { status: 'delivered' }],
    [201, { status: 'delivered' }],
    [207, { status: 'failed', code: 'unreachable' }],
    [230, { status: 'failed', code: 'blocked' }],
    [510, { status: 'failed', code: 'optedOut' }],
  ])('a report with the code %i', (code, outcome) => {
    expect(read(report(code))).toMatchObject({
      kind: 'told',
      event: { kind: 'report', key: 'contoso/i-1/m-1', providerId: 'R1', line: null, outcome },
    });
  });

  test.each([203, 250, 251, 290, 292, 295, 599])('a report with the code %i says nothing', (code) => {
    expect(read(report(code))).toEqual({ kind: 'told', event: { kind: 'unsupported', type: `report ${code}` } });
  });

  test.each([
    ['the key of somebody else', { key: Buffer.from('another').toString('base64') }],
    ['the name of another account', { id: 'C-2' }],
    ['a body that was changed on the way', { tamper: (body: string) => body.replace('Hello', 'STOP') }],
    ['a space more', { tamper: (body: string) => `${body} ` }],
  ])('%s is a forgery', (_what, how) => {
    expect(read(inbound, how)).toEqual({ kind: 'refused', why: 'forged' });
  });

  test('no signature, and the signature alone, are forgeries', () => {
    const body = JSON.stringify(inbound);
    for (const authorization of [undefined, hmac(body), `Basic ${hmac(body)}`, 'TSA C-1:'])
      expect(carrier.readWebhook({ header: () => authorization, body })).toEqual({ kind: 'refused', why: 'forged' });
  });

  test('what was signed an hour ago is not taken again', () => {
    const old = { ...report(200), status: { ...report(200).status, updated_on: '2026-10-05T13:00:00.000000Z' } };
    expect(read(old)).toEqual({ kind: 'refused', why: 'stale' });
  });

  test.each([
    ['no JSON', 'hello'],
    ['nothing of ours', { a: 1 }],
    ['no instant', { ...report(200), status: { code: 200, description: '', updated_on: 'soon' } }],
    ['a text without a number', { ...inbound, user_response: { mo_message: 'x' } }],
  ])('%s that is signed is kept for an operator', (_what, content) => {
    expect(read(content)).toMatchObject({ kind: 'told', event: { kind: 'malformed' } });
  });
});
