import type { Transcripts, Utterance } from '../../shared/ports/transcripts';
import { AT, fresh, freshRef } from './store-subjects';

/** What every `Transcripts` does. */
export function describeTranscripts(name: string, store: () => Transcripts): void {
  const utterance = (change: Partial<Utterance> = {}): Utterance => ({
    key: fresh('subscription/4:+1425?#/'),
    speaker: { kind: 'customer' },
    text: '番号は 100001 です',
    saidAt: AT,
    lengthMs: 1_200,
    ...change,
  });

  describe(`${name} as Transcripts`, () => {
    test('what was said is there once, in order, and of its own interaction alone', async () => {
      const [ref, other] = [freshRef(), freshRef()];
      const [first, second] = [utterance(), utterance({ saidAt: AT + 1, speaker: { kind: 'agent', agentId: 'ada' } })];
      expect(await store().append(ref, second)).toBe('kept');
      expect(await store().append(ref, first)).toBe('kept');
      expect(await store().append(ref, { ...first, text: 'said again' })).toBe('repeated');
      await store().append(other, first);
      expect(await store().of(ref)).toEqual([first, second]);
    });

    test('all of it can be deleted', async () => {
      const [ref, other] = [freshRef(), freshRef()];
      await store().append(ref, utterance());
      await store().append(ref, utterance());
      await store().append(other, utterance());
      await store().remove(ref);
      expect(await store().of(ref)).toEqual([]);
      expect(await store().of(other)).toHaveLength(1);
      await store().remove(ref);
    });
  });
}
