import { foldText, saysWord } from '../lib/fold-text';
import type { AssistantAnswer } from './protocol';
import type { LocalizedText } from './source-text';

/** An assistant's answer before a language is chosen. */
export type CompiledAnswer =
  | { readonly kind: 'say' | 'ask'; readonly text: LocalizedText }
  | { readonly kind: 'route'; readonly route: string };

/** Words, folded by `foldText`, and the answer to a text that says one of them. */
export interface KeywordRule {
  readonly words: readonly string[];
  readonly answer: CompiledAnswer;
}

/** Rules in order, and the answer when none applies. */
export interface KeywordRules {
  readonly rules: readonly KeywordRule[];
  readonly otherwise: CompiledAnswer;
}

/** The assistant that needs no service: the first rule with a word of the customer's text answers. */
export function keywordAssistant({
  rules,
  otherwise,
}: KeywordRules): (text: string, language: string) => AssistantAnswer {
  return (text, language) => {
    const folded = foldText(text);
    const rule = rules.find(({ words }) => words.some((word) => saysWord(folded, word)));
    return inLanguage(rule?.answer ?? otherwise, language);
  };
}

function inLanguage(answer: CompiledAnswer, language: string): AssistantAnswer {
  if (answer.kind === 'route') return answer;
  return { kind: answer.kind, text: answer.text[language] ?? Object.values(answer.text)[0] ?? '' };
}
