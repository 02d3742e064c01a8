/** `ROUGH=7`: every journey in rough mode, in which chance takes the course of that seed. */
const seed = process.env['ROUGH'];

export const isRough = seed !== undefined;

/** Options of `npm start`. */
export const roughOptions = (): readonly string[] => (seed === undefined ? [] : ['--rough', '--seed', seed]);
