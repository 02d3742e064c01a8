import { tenantIdOf, type TenantId } from '../../core/lib/ids';
import type { ConfigStore } from '../../ports/config-store';
import { liveConfigs } from './live-configs';

const NOON = Date.UTC(2026, 9, 5, 12);
const contoso = tenantIdOf('contoso');

/** Counts how often the store is asked for its tenants. */
function asked(stored: { ids: TenantId[] }) {
  let now = NOON;
  let reads = 0;
  const unused = () => Promise.reject(new Error('Nobody asks for this.'));
  const store: ConfigStore = {
    liveVersion: unused,
    read: unused,
    publish: unused,
    history: unused,
    tenants: async () => {
      reads += 1;
      return stored.ids;
    },
  };
  const compile = () => {
    throw new Error('Nothing is compiled.');
  };
  const configs = liveConfigs(store, { now: () => now }, compile);
  return {
    async tenantsAfter(ms: number) {
      now += ms;
      return { tenants: await configs.tenants(), reads };
    },
  };
}

test('the tenants of a stamp are read every ten seconds', async () => {
  const { tenantsAfter } = asked({ ids: [contoso] });
  expect(await tenantsAfter(0)).toEqual({ tenants: [contoso], reads: 1 });
  expect(await tenantsAfter(9_999)).toEqual({ tenants: [contoso], reads: 1 });
  expect(await tenantsAfter(1)).toEqual({ tenants: [contoso], reads: 2 });
});

test('a stamp without tenants is asked again at once', async () => {
  const stored = { ids: [] as TenantId[] };
  const { tenantsAfter } = asked(stored);
  expect(await tenantsAfter(0)).toEqual({ tenants: [], reads: 1 });
  stored.ids = [contoso];
  expect(await tenantsAfter(1)).toEqual({ tenants: [contoso], reads: 2 });
});
