import { foldText, saysWord } from '../lib/fold-text';

/** What can be chosen by a key or by one of its folded words. */
export interface Choosable {
  readonly digit: string;
  readonly words: readonly string[];
}

/**
 * The option a customer means: by its digit, by one of its words alone, or by being the only option whose words occur
 * in what they said. Null when none or more than one could be meant.
 */
export function chooseOption<Option extends Choosable>(options: readonly Option[], said: string): Option | null {
  const key = said.normalize('NFKC').trim();
  const folded = foldText(said);
  return (
    options.find((option) => option.digit === key || option.digit === folded) ??
    options.find((option) => option.words.includes(folded)) ??
    onlyOne(options.filter((option) => option.words.some((word) => saysWord(folded, word))))
  );
}

function onlyOne<Item>(items: readonly Item[]): Item | null {
  const [first, second] = items;
  return first !== undefined && second === undefined ? first : null;
}
