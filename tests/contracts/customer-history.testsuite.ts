import { interactionIdOf, tenantIdOf } from '../../shared/core/lib/ids';
import type { CustomerHistory } from '../../shared/ports/customer-history';
import { AT, fresh, tenantId } from './store-subjects';

/** What every `CustomerHistory` does. */
export function describeCustomerHistory(name: string, history: () => CustomerHistory): void {
  describe(`${name} as CustomerHistory`, () => {
    const past = (id: string, openedAt: number) =>
      ({ interactionId: interactionIdOf(id), channel: 'sms', openedAt }) as const;

    test('keeps what belongs to an address, once, the newest first, and of no other address', async () => {
      const profile = { tenantId, address: fresh('+1') };
      const [first, second] = [past(fresh('i'), AT), past(fresh('i'), AT + 1)];
      for (const one of [first, second, first]) await history().add(profile, one);
      expect(await history().list(profile)).toEqual([second, first].map((one) => ({ ...one, group: null })));
      expect(await history().list({ tenantId, address: fresh('+1') })).toEqual([]);
    });

    test('moves an interaction to a group, where a repeat of its opening leaves it', async () => {
      const profile = { tenantId, address: fresh('+1') };
      const one = past(fresh('i'), AT);
      await history().add(profile, one);
      expect(await history().setGroup(profile, one.interactionId, 'other')).toBe('done');
      await history().add(profile, one);
      expect(await history().list(profile)).toEqual([{ ...one, group: 'other' }]);
      expect(await history().setGroup(profile, interactionIdOf(fresh('i')), null)).toBe('missing');
    });

    test('the first address that a visitor proves is theirs, and no other visitor’s or tenant’s', async () => {
      const visitor = { tenantId, customerAddress: fresh('visitor') };
      expect(await history().provenOf(visitor)).toBeUndefined();
      expect(await history().prove(visitor, 'ada@contoso.example')).toBe('ada@contoso.example');
      expect(await history().prove(visitor, 'eve@contoso.example')).toBe('ada@contoso.example');
      expect(await history().provenOf(visitor)).toBe('ada@contoso.example');
      expect(await history().provenOf({ ...visitor, customerAddress: fresh('visitor') })).toBeUndefined();
      expect(await history().provenOf({ ...visitor, tenantId: tenantIdOf(fresh('other')) })).toBeUndefined();
    });
  });
}
