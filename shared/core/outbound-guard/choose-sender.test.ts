import fc from 'fast-check';
import type { EntryPoint } from '../config/compiled';
import { CONVERSATION } from '../config/defaults';
import { chooseSender } from './choose-sender';

const entry = (id: string, address: string): [string, EntryPoint] => [
  id,
  {
    id,
    channel: 'sms',
    address,
    trunk: null,
    callerId: null,
    sendAs: null,
    flowId: 'text',
    queueId: 'support',
    chatProvider: null,
  },
];
const config = {
  entryPoints: new Map([entry('us', '+14255550101'), entry('de-1', '+4930901820'), entry('de-2', '+4930901821')]),
  conversation: { ...CONVERSATION, sms: { ...CONVERSATION.sms, senders: new Map([['DE', ['de-1', 'de-2']]]) } },
};
const german = (n: number) => ({ number: `+49151${String(n).padStart(8, '0')}`, country: 'DE' });

test('a country without a pool is texted from the number that the flow names', () => {
  expect(chooseSender(config, 'us', { number: '+447700900123', country: 'GB' })).toBe('+14255550101');
  expect(chooseSender(config, 'us', { number: '+88112345678', country: null })).toBe('+14255550101');
  expect(chooseSender(config, 'nothing', { number: '+447700900123', country: 'GB' })).toBeUndefined();
});

test('a customer of a pool always gets the same number of it', () => {
  fc.assert(
    fc.property(fc.nat(99_999_999), (n) => {
      const sender = chooseSender(config, 'us', german(n));
      expect(['+4930901820', '+4930901821']).toContain(sender);
      expect(chooseSender(config, 'us', german(n))).toBe(sender);
    }),
  );
});

test('the customers of a pool spread over its numbers', () => {
  const senders = Array.from({ length: 1000 }, (_, n) => chooseSender(config, 'us', german(n)));
  const first = senders.filter((sender) => sender === '+4930901820').length;
  expect(first).toBeGreaterThan(400);
  expect(first).toBeLessThan(600);
});
