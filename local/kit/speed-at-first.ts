/**
 * The speed of a day as it begins, in seconds a second: a process is behind by the length of its start until it is in the one clock
 * (at speed, tokens would be of its future), and only the first turns of its people tell how fast the clock may run.
 */
export const speedAtFirst = (wanted: number): number => Math.min(wanted, 1);
