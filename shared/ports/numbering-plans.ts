import type { PhoneFacts } from '../core/outbound-guard/may-contact';

/** What the world's numbering plans say about numbers. */
export interface NumberingPlans {
  /** Null for a text that is no number in international form. */
  facts(number: string): PhoneFacts | null;
}
