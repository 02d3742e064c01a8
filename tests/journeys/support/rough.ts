/** `ROUGH=7`: every journey in rough mode, in which chance takes the course of that seed. */
const seed = process.env['ROUGH'];

export const isRough = seed !== undefined;

/** Options of `npm start`. */
export const roughOptions = (): readonly string[] => (seed === undefined ? [] : ['--rough', '--seed', seed]);

/** Whatever is held back on the way of one thing, in sum. */
const HELD_BACK_MS = 8_000;

/**
 * What a length by the clock is to be, for `toEqual` and its like: exactly that, or in rough mode that and what was held back
 * meanwhile, because who settles lets the clock run on.
 */
export const lasting = (ms: number): unknown => (isRough ? betweenNumbers(ms, ms + HELD_BACK_MS) : ms);

const betweenNumbers = (least: number, most: number) => ({
  // How jest knows a matcher that stands for a value.
  $$typeof: Symbol.for('jest.asymmetricMatcher'),
  asymmetricMatch: (seen: unknown) => typeof seen === 'number' && seen >= least && seen <= most,
  toAsymmetricMatcher: () => `Between<${least}, ${most}>`,
});
