import type { LocalizedText } from '../flow/source-text';

/** Answers an assistant gives by keyword: the first rule with a word of the customer's text wins. */
export interface AssistantSource {
  readonly id: string;
  readonly provider: 'keywords';
  readonly rules: readonly KeywordRuleSource[];
  readonly otherwise: AssistantAnswerSource;
}

/** Exactly one of the three. */
export type AssistantAnswerSource =
  | { readonly say: LocalizedText }
  | { readonly ask: LocalizedText }
  | { readonly route: string };

/** Words in any letter case, and what to answer to them. */
export interface KeywordRuleSource {
  readonly words: readonly string[];
  readonly answer: AssistantAnswerSource;
}
