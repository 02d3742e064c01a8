import { foldText } from '../lib/fold-text';
import type { OfferedOption } from './protocol';
import { primaryOf } from './text-for';

/** Words that agree and words that do not, folded. A language that is not here has the keys alone. */
const WORDS: Readonly<Record<string, { readonly yes: readonly string[]; readonly no: readonly string[] }>> = {
  en: { yes: ['yes', 'yeah', 'correct', 'right', 'ok'], no: ['no', 'wrong', 'nope'] },
  de: { yes: ['ja', 'richtig', 'stimmt', 'genau'], no: ['nein', 'falsch'] },
  fr: { yes: ['oui', "c'est ca", 'exact'], no: ['non', 'faux'] },
  es: { yes: ['si', 'correcto', 'vale'], no: ['no', 'incorrecto'] },
  ja: { yes: ['はい', 'ええ', 'そうです', '正しい'], no: ['いいえ', 'いや', '違います', 'ちがいます'] },
};

/** The two choices of a question that is to be confirmed. */
export function yesOrNo(language: string): readonly OfferedOption[] {
  const { yes, no } = WORDS[primaryOf(language)] ?? { yes: [], no: [] };
  return [
    { digit: '1', label: yes[0] ?? '1', words: yes.map(foldText) },
    { digit: '2', label: no[0] ?? '2', words: no.map(foldText) },
  ];
}
