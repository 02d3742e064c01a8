import type { CompiledConfig } from '../config/compiled';

/**
 * The number of ours that begins a text to this customer: one of their country's pool, else that of the entry point
 * named. The same customer is always written to from the same number, so that their answers stay in one thread and
 * an opt-out holds; the customers of a pool spread evenly over it. Undefined when the entry point is none.
 */
export function chooseSender(
  { conversation, entryPoints }: Pick<CompiledConfig, 'conversation' | 'entryPoints'>,
  from: string,
  customer: { readonly number: string; readonly country: string | null },
): string | undefined {
  const pool = customer.country === null ? undefined : conversation.sms.senders.get(customer.country);
  const id = pool === undefined ? from : pool[hashOf(customer.number) % pool.length];
  return id === undefined ? undefined : entryPoints.get(id)?.address;
}

/** FNV-1a, 32 bits: spreads numbers that differ in one digit. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return hash;
}
