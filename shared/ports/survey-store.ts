import type { InteractionRef } from '../core/lib/ids';

/** How a customer says that it was. */
export interface SurveyAnswer {
  /** From 1, the worst, to 5. */
  readonly score: number;
  readonly comment: string | null;
  readonly answeredAt: number;
}

/** What customers say of interactions: one answer for each, beside its messages. */
export interface SurveyStore {
  /** `repeated`: it was answered before, and stays as it was. */
  keep(ref: InteractionRef, answer: SurveyAnswer): Promise<'kept' | 'repeated'>;
  of(ref: InteractionRef): Promise<SurveyAnswer | undefined>;
}
