import { once } from './once';

test('it is made once for everybody who asks at the same time and later', async () => {
  const make = jest.fn(async () => ({}));
  const get = once(make);
  const [a, b] = await Promise.all([get(), get()]);
  expect(a).toBe(b);
  expect(await get()).toBe(a);
  expect(make).toHaveBeenCalledTimes(1);
});

test('a failure is not kept', async () => {
  const make = jest.fn<Promise<string>, []>().mockRejectedValueOnce(new Error('away')).mockResolvedValue('made');
  const get = once(make);
  await expect(get()).rejects.toThrow('away');
  expect(await get()).toBe('made');
});
