/** Stands in the default branch of a switch: it compiles only while every case has its own branch. */
export function unreachable(missed: never): never {
  return missed;
}
