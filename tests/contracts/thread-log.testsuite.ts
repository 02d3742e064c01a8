import type { RateCounts, ThreadLog } from '../../shared/ports/thread-log';
import { AT, fresh } from './store-subjects';

const said = (text: string) => ({ from: 'customer', name: 'Ada', text, files: [], at: AT }) as const;

/** What every `ThreadLog` does. */
export function describeThreadLog(name: string, log: () => ThreadLog): void {
  describe(`${name} as ThreadLog`, () => {
    test('counts what is said from 1, and a key once', async () => {
      const thread = fresh('thread');
      expect(await log().append(thread, 'a', said('one'))).toEqual({
        kind: 'appended',
        message: { seq: 1, ...said('one') },
      });
      expect(await log().append(thread, 'b', said('two'))).toMatchObject({ kind: 'appended', message: { seq: 2 } });
      const repeated = { kind: 'repeated', message: { seq: 1, ...said('one') } };
      expect(await log().append(thread, 'a', said('another'))).toEqual(repeated);
    });

    test('gives writers at the same time numbers of their own, without a gap', async () => {
      const thread = fresh('thread');
      const shared = log();
      const keys = Array.from({ length: 12 }, (_, index) => `k${index}`);
      await Promise.all(keys.map((key, index) => (index % 2 ? shared : log()).append(thread, key, said(key))));
      const all = await log().list(thread, 0);
      expect(all.map(({ seq }) => seq)).toEqual(keys.map((_, index) => index + 1));
      expect(new Set(all.map(({ text }) => text))).toEqual(new Set(keys));
    });

    test('lists what follows a number, in order, of this thread alone', async () => {
      const [thread, other] = [fresh('thread'), fresh('thread')];
      await log().append(other, 'x', said('elsewhere'));
      for (const text of ['one', 'two', 'three']) await log().append(thread, text, said(text));
      expect((await log().list(thread, 1)).map(({ text }) => text)).toEqual(['two', 'three']);
      expect(await log().list(fresh('thread'), 0)).toEqual([]);
    });

    test('knows the last sign of life, and never goes back', async () => {
      const thread = fresh('thread');
      expect(await log().seenAt(thread)).toBeNull();
      await log().putSeen(thread, AT);
      await log().putSeen(thread, AT - 1);
      expect(await log().seenAt(thread)).toBe(AT);
    });
  });
}

/** What every `RateCounts` does. */
export function describeRateCounts(name: string, rates: () => RateCounts): void {
  describe(`${name} as RateCounts`, () => {
    test('counts in windows, each thing by itself', async () => {
      const what = fresh('what');
      const counts = [];
      for (const at of [AT, AT + 1, AT + 60_000]) counts.push(await rates().count(what, 60_000, at));
      expect(counts).toEqual([1, 2, 1]);
      expect(await rates().count(fresh('what'), 60_000, AT)).toBe(1);
    });

    test('counts those at the same time', async () => {
      const what = fresh('what');
      const counts = await Promise.all([1, 2, 3, 4].map(() => rates().count(what, 60_000, AT)));
      expect(counts.sort()).toEqual([1, 2, 3, 4]);
    });
  });
}
