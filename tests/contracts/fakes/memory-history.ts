import type { CustomerHistory, PastInteraction, ProfileRef, Visitor } from '../../../shared/ports/customer-history';

/** What belongs to an address, in memory. */
export function memoryHistory(): CustomerHistory {
  const profiles = new Map<string, Map<string, PastInteraction>>();
  const proven = new Map<string, string>();
  const visitorKey = ({ tenantId, customerAddress }: Visitor) => JSON.stringify([tenantId, customerAddress]);
  const of = ({ tenantId, address }: ProfileRef) => {
    const key = JSON.stringify([tenantId, address]);
    const found = profiles.get(key) ?? new Map<string, PastInteraction>();
    profiles.set(key, found);
    return found;
  };
  return {
    async add(profile, past) {
      if (!of(profile).has(past.interactionId)) of(profile).set(past.interactionId, { ...past, group: null });
    },
    list: async (profile) => [...of(profile).values()].sort((a, b) => b.openedAt - a.openedAt),
    async setGroup(profile, interactionId, group) {
      const known = of(profile).get(interactionId);
      if (known === undefined) return 'missing';
      of(profile).set(interactionId, { ...known, group });
      return 'done';
    },
    async prove(visitor, address) {
      const known = proven.get(visitorKey(visitor)) ?? address;
      proven.set(visitorKey(visitor), known);
      return known;
    },
    provenOf: async (visitor) => proven.get(visitorKey(visitor)),
  };
}
