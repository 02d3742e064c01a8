/** Runs jobs one after another, in the order asked; a failed one does not hold up the next. */
export function takeTurns(): <T>(job: () => Promise<T>) => Promise<T> {
  let turn: Promise<unknown> = Promise.resolve();
  return (job) => {
    const result = turn.then(job);
    turn = result.catch(() => undefined);
    return result;
  };
}
