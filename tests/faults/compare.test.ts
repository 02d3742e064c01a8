import { compare, REPEATING_SINKS, type RepeatingSink } from './support/compare';
import type { Arrived, Channel, Seen } from './support/seen';

const once: Seen = {
  customer: [
    { key: 'c1', text: 'Hello' },
    { key: 'c2', text: 'A moment, please' },
  ],
  agent: [{ key: 'a1', text: 'the customer: Hello' }],
  afterwards: ['0 cards can be accepted'],
};
const again = (arrived: readonly Arrived[]): readonly Arrived[] => [...arrived, arrived[0]!];
const repeatedTo = (who: 'customer' | 'agent'): Seen => ({ ...once, [who]: again(once[who]) });

const SINKS: readonly [RepeatingSink, Channel, 'customer' | 'agent'][] = [
  ['chat', 'chat', 'customer'],
  ['mail', 'email', 'customer'],
  ['play', 'phone', 'customer'],
  ['bot', 'sms', 'agent'],
];

test('every sink is looked at', () => {
  expect(SINKS.map(([sink]) => sink).sort()).toEqual([...REPEATING_SINKS].sort());
});

describe.each(SINKS)('what comes again on %s', (sink, channel, who) => {
  test('is a repeat', () => {
    expect(compare(channel, repeatedTo(who), once)).toEqual({ differences: [], repeats: [sink] });
  });

  test('is a difference where the sink is not listed', () => {
    const others = REPEATING_SINKS.filter((one) => one !== sink);
    expect(compare(channel, repeatedTo(who), once, others).differences).toHaveLength(1);
  });

  test.each<[string, Partial<Arrived>]>([
    ['another id', { key: 'other' }],
    ['no id', { key: null }],
    ['other words', { text: 'Bye' }],
  ])('is a difference when it carries %s', (_what, change) => {
    const seen = { ...once, [who]: [...once[who], { ...once[who][0]!, ...change }] };
    expect(compare(channel, seen, once).differences).toHaveLength(1);
  });
});

test('an offer whose card a death kept back until its time was over, and that was made anew, is a repeat by the bot', () => {
  const seen = { ...once, agent: [{ key: 'lost', text: 'card: It could not be brought to you.' }, ...once.agent] };
  expect(compare('phone', seen, once)).toEqual({ differences: [], repeats: ['bot'] });
  expect(compare('phone', seen, once, ['play']).differences).toHaveLength(1);
});

test('a connection that a death cost, with its notice and its card, is a repeat by the bot', () => {
  const lost = [
    { key: 'lost', text: 'card: You have the customer (voice)' },
    { key: 'notice', text: 'The call was not connected; the customer is waiting for someone else.' },
  ];
  const seen = { ...once, agent: [...lost, ...once.agent] };
  expect(compare('phone', seen, once)).toEqual({ differences: [], repeats: ['bot'] });
  expect(compare('phone', seen, once, ['play']).differences).toHaveLength(1);
});

test.each<[string, (lost: Arrived, notice: Arrived, there: Arrived) => readonly Arrived[]]>([
  ['comes again after the next connection', (lost, notice, there) => [lost, notice, there, notice]],
  ['comes after it alone', (lost, notice, there) => [lost, there, notice]],
])('the notice of a lost connection that %s costs no other card', (_what, told) => {
  const lost = { key: 'lost', text: 'card: It was not answered in time.' };
  const notice = { key: 'notice', text: 'The call was not connected; the customer is waiting for someone else.' };
  const there = { key: 'there', text: 'card: You are connected.' };
  const undisturbed = { ...once, agent: [there] };
  expect(compare('phone', { ...once, agent: told(lost, notice, there) }, undisturbed).differences).toEqual([]);
});

test('a text by SMS comes once', () => {
  expect(compare('sms', repeatedTo('customer'), once).differences).toHaveLength(1);
});

test.each<[string, Seen]>([
  ['lost', { ...once, customer: once.customer.slice(1) }],
  ['in another order', { ...once, customer: once.customer.toReversed() }],
  ['left behind', { ...once, afterwards: ['1 cards can be accepted'] }],
])('what is %s is a difference', (_what, seen) => {
  expect(compare('chat', seen, once).differences).toHaveLength(1);
});
