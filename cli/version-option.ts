import { InvalidArgumentError } from 'commander';

/** Reads the number of a version. */
export function versionOption(text: string): number {
  if (!/^\d{1,9}$/u.test(text)) throw new InvalidArgumentError('A version is a number.');
  return Number(text);
}
