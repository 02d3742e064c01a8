import type { Channel } from '../lib/channel';
import { beginTreatment, toldMinutes, treatment } from './treatment';
import type { CompiledText, CompiledTreatment } from './words';

const said = (text: string): CompiledText =>
  new Map<Channel, ReadonlyMap<string, string>>([['voice', new Map([['en', text]])]]);

const PLAN: CompiledTreatment = {
  music: null,
  comfort: said('Thank you for waiting.'),
  everyMs: null,
  position: said('You are number {position}.'),
  wait: said('The wait is about {minutes} minutes.'),
  waitOfOne: said('The wait is about a minute.'),
};

const heard = (plan: CompiledTreatment, position: number | null, waitMs: number | null): string | undefined => {
  const { plays } = treatment(plan, beginTreatment(0), 0, { channel: 'voice', language: 'en', position, waitMs });
  return plays.flatMap((play) => (play.kind === 'say' ? [play.text] : []))[0];
};

test.each([
  ['nothing known', null, null, 'Thank you for waiting.'],
  ['a place', 3, null, 'Thank you for waiting. You are number 3.'],
  ['some minutes', null, 150_000, 'Thank you for waiting. The wait is about 3 minutes.'],
  ['a minute', null, 40_000, 'Thank you for waiting. The wait is about a minute.'],
])('a waiting caller is told what is known: %s', (_what, position, waitMs, text) => {
  expect(heard(PLAN, position, waitMs)).toBe(text);
});

test('one minute is told like any other where nothing else is set, and a flow without waits tells none', () => {
  expect(heard({ ...PLAN, waitOfOne: null }, null, 1)).toBe('Thank you for waiting. The wait is about 1 minutes.');
  expect(heard({ ...PLAN, wait: null }, null, 1)).toBe('Thank you for waiting.');
});

test('what was told is told again only when it has become better', () => {
  const facts = { channel: 'voice', language: 'en', position: 2, waitMs: 120_000 } as const;
  const first = treatment(PLAN, beginTreatment(0), 0, facts);
  const worse = treatment(PLAN, first.state, 30_000, { ...facts, position: 3, waitMs: 300_000 });
  expect(worse.plays).toEqual([
    { kind: 'say', text: 'Thank you for waiting.' },
    { kind: 'music', file: null },
  ]);
  const better = treatment(PLAN, worse.state, 60_000, { ...facts, position: 1, waitMs: 20_000 });
  expect(better.plays[0]).toEqual({
    kind: 'say',
    text: 'Thank you for waiting. You are number 1. The wait is about a minute.',
  });
});

test('a wait is told in whole minutes, rounded up, beyond ten in steps of five', () => {
  expect([1, 60_000, 60_001, 600_000, 600_001].map(toldMinutes)).toEqual([1, 1, 2, 10, 15]);
});
