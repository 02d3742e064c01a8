import type { Recording, Recordings } from '../../shared/ports/recordings';
import { AT, fresh, freshRef } from './store-subjects';

/** What every `Recordings` does. */
export function describeRecordings(name: string, store: () => Recordings): void {
  const recordingOf = (change: Partial<Recording> = {}): Recording => ({
    recordingRef: fresh('recording'),
    interaction: freshRef(),
    of: 'call',
    beganAt: AT,
    keepForMs: 1_000,
    gaps: [],
    copy: null,
    isOnHold: false,
    ...change,
  });
  const copyUntil = (keepUntil: number | null) => ({
    path: 'recordings/x.wav',
    contentType: 'audio/wav',
    sizeBytes: 60,
    sha256: 'ab',
    lengthMs: 1_000,
    storedAt: AT,
    keepUntil,
  });

  describe(`${name} as Recordings`, () => {
    test('one is found by its name and by its interaction', async () => {
      const recording = recordingOf();
      await store().put(recording);
      await store().put(recordingOf());
      expect(await store().find(recording.recordingRef)).toEqual(recording);
      expect(await store().of(recording.interaction)).toEqual([recording]);
      expect(await store().find(fresh('nothing'))).toBeUndefined();
    });

    test('those of a tenant that began in a span are found, the newest first', async () => {
      const [own, other] = [freshRef(), freshRef()];
      const at = (beganAt: number, interaction = own) => recordingOf({ beganAt, interaction });
      const all = [at(AT), at(AT + 5), at(AT + 9), at(AT + 10), at(AT - 1), at(AT + 5, other)];
      for (const one of all) await store().put(one);
      const found = (limit: number) => store().begunIn(own.tenantId, { from: AT, to: AT + 10 }, limit);
      expect((await found(10)).filter(({ interaction }) => interaction.interactionId === own.interactionId)).toEqual([
        all[2],
        all[1],
        all[0],
      ]);
      expect(await found(1)).toHaveLength(1);
    });

    test('changes at the same time are all there', async () => {
      const { recordingRef, interaction } = recordingOf();
      await store().put(recordingOf({ recordingRef, interaction }));
      const gap = (from: number) => ({ from, to: from + 1, by: 'cameron' });
      await Promise.all(
        [1, 2, 3].map((from) =>
          store().change(recordingRef, (known) => ({ ...known, gaps: [...known.gaps, gap(from)] })),
        ),
      );
      expect((await store().find(recordingRef))?.gaps).toHaveLength(3);
      expect(await store().change(fresh('nothing'), (known) => known)).toBeUndefined();
    });

    test('those whose time is over are found, and none that is held or has none', async () => {
      const over = recordingOf({ copy: copyUntil(AT + 10) });
      const others = [
        recordingOf({ copy: copyUntil(AT + 10), isOnHold: true }),
        recordingOf({ copy: copyUntil(AT + 12) }),
        recordingOf({ copy: copyUntil(null) }),
        recordingOf(),
      ];
      for (const one of [over, ...others]) await store().put(one);
      expect(await store().expired(AT + 11, 10)).toEqual([over]);
    });
  });
}
