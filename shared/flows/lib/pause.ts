/** So many milliseconds of real time: what is waited for is the work of another handler or process. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A random while of real time, at most so many milliseconds: those who wait for the same thing come back one by one. */
export const pauseAtMost = (ms: number): Promise<void> => pause(Math.random() * ms);
