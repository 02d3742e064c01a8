/** Keys of a phone and what Call Automation calls them. */
const TONES: readonly (readonly [key: string, tone: string])[] = [
  ['0', 'zero'],
  ['1', 'one'],
  ['2', 'two'],
  ['3', 'three'],
  ['4', 'four'],
  ['5', 'five'],
  ['6', 'six'],
  ['7', 'seven'],
  ['8', 'eight'],
  ['9', 'nine'],
  ['A', 'a'],
  ['B', 'b'],
  ['C', 'c'],
  ['D', 'd'],
  ['#', 'pound'],
  ['*', 'asterisk'],
];
const toneOfKey = new Map(TONES);
const keyOfTone = new Map(TONES.map(([key, tone]) => [tone, key]));

/** Undefined for a text that is no key of a phone. */
export const toneOf = (key: string): string | undefined => toneOfKey.get(key);

/** Undefined for a tone that no phone makes. */
export const keyOf = (tone: string): string | undefined => keyOfTone.get(tone.toLowerCase());
