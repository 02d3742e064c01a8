/**
 * A text reduced to what matters when people's words are compared: compatibility forms (full-width digits, ligatures),
 * letter case, Latin accents, punctuation and runs of blanks are gone.
 *
 * Only Latin accents go: the voicing marks of Japanese kana tell words apart.
 */
export function foldText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/gu, '')
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}

const WITHOUT_BLANKS = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u;

/** True when the folded text says the folded word as a word of its own; scripts without blanks match inside. */
export function saysWord(foldedText: string, foldedWord: string): boolean {
  if (foldedWord === '') return false;
  if (WITHOUT_BLANKS.test(foldedWord)) return foldedText.includes(foldedWord);
  return ` ${foldedText} `.includes(` ${foldedWord} `);
}
