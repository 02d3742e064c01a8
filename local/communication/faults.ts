import type { Store } from '../kit/store';

/**
 * How sends to an address go wrong.
 * `unreachable`: taken, then reported as not delivered. `blocked`: taken, then reported as blocked by the recipient's
 * side. `refused`: not taken at all. `silent`: taken and delivered, but nothing is ever reported.
 */
export const FAULTS = ['unreachable', 'blocked', 'refused', 'silent'] as const;
export type Fault = (typeof FAULTS)[number];

/** What the simulator makes go wrong, by phone number or e-mail address. Kept across restarts. */
export interface Faults {
  set(address: string, fault: Fault): Promise<void>;
  clear(address: string): Promise<void>;
  of(address: string): Fault | undefined;
  all(): Readonly<Record<string, Fault>>;
}

export function createFaults(store: Store): Faults {
  const faults = store.collection<Fault>('communication_faults');
  const keyOf = (address: string) => address.trim().toLowerCase();
  return {
    set: (address, fault) => faults.put(keyOf(address), fault),
    clear: (address) => faults.delete(keyOf(address)),
    of: (address) => faults.get(keyOf(address)),
    all: () => {
      const set: Record<string, Fault> = {};
      for (const id of faults.ids()) {
        const fault = faults.get(id);
        if (fault) set[id] = fault;
      }
      return set;
    },
  };
}
