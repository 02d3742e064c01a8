import { NoAnswer, type IncomingAnswer } from '../../kit/post';
import { createSounds, type Unplayable } from './sounds';

const wav = (seconds: number): IncomingAnswer => ({
  status: 200,
  headers: { 'content-length': String(44 + seconds * 32_000) },
  body: 'RIFF…',
});

test('a WAV file plays for as long as it has data, and is fetched once', async () => {
  let fetched = 0;
  const sounds = createSounds(async () => {
    fetched += 1;
    return wav(25);
  });
  expect(sounds.lengthOf('a')).toBeUndefined();
  await sounds.learn('a');
  await sounds.learn('a');
  expect([sounds.lengthOf('a'), fetched]).toEqual([25_000, 1]);
});

test.each<[string, () => Promise<IncomingAnswer>, Unplayable]>([
  ['is not there', async () => ({ ...wav(1), status: 404 }), 'missing'],
  ['is no WAV file', async () => ({ ...wav(1), body: 'ID3' }), 'malformed'],
  ['cannot be reached', () => Promise.reject(new NoAnswer('unreachable', 'nobody there')), 'missing'],
])('a file that %s cannot be played until it is there', async (_what, answer, why) => {
  let answers = [answer, async () => wav(2)];
  const sounds = createSounds(() => {
    const [first, ...rest] = answers;
    answers = rest;
    return first!();
  });
  await sounds.learn('a');
  expect(sounds.lengthOf('a')).toBe(why);
  await sounds.learn('a');
  expect(sounds.lengthOf('a')).toBe(2_000);
});
