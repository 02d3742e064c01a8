import type { Container, ErrorResponse } from '@azure/cosmos';
import { START_PATIENCE_MS, startLocalAccount, type LocalAccount } from './local-account';

let account: LocalAccount;
beforeAll(async () => {
  account = await startLocalAccount();
}, START_PATIENCE_MS);
afterAll(() => account.close());

const unique = (...paths: string[]): Promise<Container> =>
  account.container({ defaultTtl: -1, uniqueKeyPolicy: { uniqueKeys: [{ paths }] } });

const codeOf = (operation: Promise<unknown>): Promise<unknown> =>
  operation.then(
    () => undefined,
    (error: unknown) => (error as ErrorResponse).code,
  );

describe('unique keys', () => {
  test('hold within a partition, for create, upsert, replace and patch', async () => {
    const { items, ...container } = await unique('/email').then((one) => ({
      items: one.items,
      item: one.item.bind(one),
    }));
    await items.create({ id: '1', pk: 'p', email: 'a@x' });
    await items.create({ id: '2', pk: 'p', email: 'b@x' });
    expect(await codeOf(items.create({ id: '3', pk: 'p', email: 'a@x' }))).toBe(409);
    expect(await codeOf(items.upsert({ id: '2', pk: 'p', email: 'a@x' }))).toBe(409);
    expect(await codeOf(container.item('2', 'p').replace({ id: '2', pk: 'p', email: 'a@x' }))).toBe(409);
    expect(await codeOf(container.item('2', 'p').patch([{ op: 'set', path: '/email', value: 'a@x' }]))).toBe(409);
    expect(await codeOf(items.create({ id: '1', pk: 'q', email: 'a@x' }))).toBeUndefined();
    expect(await codeOf(items.upsert({ id: '1', pk: 'p', email: 'a@x', same: true }))).toBeUndefined();
  });

  test('of two paths clash on both only, and an absent value is a value', async () => {
    const { items } = await unique('/a', '/b');
    await items.create({ id: '1', pk: 'p', a: 1, b: 1 });
    await items.create({ id: '2', pk: 'p', a: 1, b: 2 });
    await items.create({ id: '3', pk: 'p', a: 1 });
    expect(await codeOf(items.create({ id: '4', pk: 'p', a: 1, b: 2 }))).toBe(409);
    expect(await codeOf(items.create({ id: '5', pk: 'p', a: 1 }))).toBe(409);
  });

  test('are free again after a delete, another value, an expiry and a rolled back batch', async () => {
    const container = await unique('/email');
    const { items } = container;
    await items.create({ id: '1', pk: 'p', email: 'a' });
    await container.item('1', 'p').delete();
    await items.create({ id: '2', pk: 'p', email: 'a', ttl: 5 });
    account.clock.stepTo(account.clock.now() + 6_000);
    await items.create({ id: '3', pk: 'p', email: 'a' });
    await items.upsert({ id: '3', pk: 'p', email: 'b' });
    const batch = [
      { operationType: 'Create' as const, resourceBody: { id: '4', pk: 'p', email: 'a' } },
      { operationType: 'Create' as const, resourceBody: { id: '3', pk: 'p', email: 'c' } },
    ];
    expect((await items.batch(batch, 'p')).code).toBe(207);
    expect(await codeOf(items.create({ id: '5', pk: 'p', email: 'a' }))).toBeUndefined();
  });

  test('cannot be changed', async () => {
    const container = await unique('/email');
    const { resource } = await container.read();
    expect(resource?.uniqueKeyPolicy).toEqual({ uniqueKeys: [{ paths: ['/email'] }] });
    const other = { uniqueKeys: [{ paths: ['/phone'] }] };
    expect(await codeOf(container.replace({ ...resource!, uniqueKeyPolicy: other }))).toBe(400);
    expect(await codeOf(container.replace({ ...resource!, defaultTtl: 9 }))).toBeUndefined();
  });
});
