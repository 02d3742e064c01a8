/** Keys of a phone and what Call Automation calls them. */
const TONES: Readonly<Record<string, string>> = {
  '0': 'zero',
  '1': 'one',
  '2': 'two',
  '3': 'three',
  '4': 'four',
  '5': 'five',
  '6': 'six',
  '7': 'seven',
  '8': 'eight',
  '9': 'nine',
  A: 'a',
  B: 'b',
  C: 'c',
  D: 'd',
  '#': 'pound',
  '*': 'asterisk',
};

export const isKey = (key: string): boolean => key.toUpperCase() in TONES;
export const toneOfKey = (key: string): string => TONES[key.toUpperCase()] ?? key;
