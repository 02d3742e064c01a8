import type { Deps } from './deps';
import { FlowError } from './flow-error';

/** Something that must not happen more than so often in each window of time. */
export interface Counted {
  readonly what: string;
  readonly most: number;
  readonly windowMs: number;
}

/** What one page, and all pages of one address, may ask for in a window; the address is null where nobody can say. */
export function byPage(
  what: string,
  page: { readonly tenantId: string; readonly key: string; readonly clientAddress: string | null },
  most: { readonly byVisitor: number; readonly byAddress: number; readonly windowMs: number },
): readonly Counted[] {
  const { tenantId, key, clientAddress } = page;
  const { byVisitor, byAddress, windowMs } = most;
  const visitor = { what: `${what}visitor ${tenantId} ${key}`, most: byVisitor, windowMs };
  if (clientAddress === null) return [visitor];
  return [visitor, { what: `${what}address ${tenantId} ${clientAddress}`, most: byAddress, windowMs }];
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
