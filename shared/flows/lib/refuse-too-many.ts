import type { Deps } from './deps';
import { FlowError } from './flow-error';

/** Something that must not happen more than so often in each window of time. */
export interface Counted {
  readonly what: string;
  readonly most: number;
  readonly windowMs: number;
}

/** Counts this time too, and refuses it where any of these is over its limit: a flood ends here. */
export async function refuseTooMany(
  { rates, clock }: Pick<Deps, 'rates' | 'clock'>,
  counted: readonly Counted[],
  why: string,
): Promise<void> {
  for (const { what, most, windowMs } of counted)
    if ((await rates.count(what, windowMs, clock.now())) > most) throw new FlowError('tooMany', why);
}
