import type { AssistantQuestion } from '../core/interaction/acts';
import type { AssistantAnswer } from '../core/flow/protocol';
import type { Assistant as AssistantConfig } from '../core/config/compiled';

/** Answers customers before a person does. */
export interface Assistant {
  /** `failed` sends the customer on to a person, at once. */
  answer(config: AssistantConfig, question: AssistantQuestion): Promise<AssistantAnswer | { readonly kind: 'failed' }>;
}
