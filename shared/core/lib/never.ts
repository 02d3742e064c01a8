/** Ends a switch over a union: a new case stops compiling here. At run time it answers the impossible value. */
export const never = (impossible: never): never => impossible;
