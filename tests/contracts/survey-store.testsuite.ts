import type { SurveyStore } from '../../shared/ports/survey-store';
import { AT, freshRef } from './store-subjects';

/** What every store of customers' answers keeps. */
export function describeSurveyStore(name: string, store: () => SurveyStore): void {
  test(`${name} keeps the first answer of an interaction, and no other`, async () => {
    const ref = freshRef();
    const answer = { score: 5, comment: 'Quick', answeredAt: AT };
    expect(await store().of(ref)).toBeUndefined();
    expect(await store().keep(ref, answer)).toBe('kept');
    expect(await store().keep(ref, { ...answer, score: 1 })).toBe('repeated');
    expect(await store().of(ref)).toEqual(answer);
    expect(await store().of(freshRef())).toBeUndefined();
  });
}
