/** A random while of real time, at most so many milliseconds: those who wait for the same thing come back one by one. */
export const pauseAtMost = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * ms));
