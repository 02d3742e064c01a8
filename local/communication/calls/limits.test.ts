import { CALLBACK, createTestbed, customer, OURS, type Testbed } from './testbed.testsuite';

let bed: Testbed;
afterEach(() => bed.close());

const dial = (from = OURS) =>
  bed.client.createCall({ targetParticipant: customer, sourceCallIdNumber: { phoneNumber: from } }, CALLBACK);

test('a number makes two calls at a time; the next is refused until one has ended, and another number may', async () => {
  bed = await createTestbed({ isLimited: () => true });
  await dial();
  await dial();
  const refused = await dial().catch((error: unknown) => error);
  expect(refused).toMatchObject({ statusCode: 429, code: 'TooManyRequests' });
  const { response } = refused as { response: { headers: { get(name: string): string | undefined } } };
  expect(response.headers.get('retry-after')).toBe('1');
  await dial('+14255550198');
  const [first] = bed.phones.calls(customer.phoneNumber);
  await bed.phones.decline(first?.id ?? '', 'busy');
  await dial();
});

test('calls in do not count, and nothing does unless somebody wants it', async () => {
  bed = await createTestbed();
  for (let n = 0; n < 3; n += 1) await bed.phones.placeCall({ from: OURS, to: OURS });
  for (let n = 0; n < 3; n += 1) await dial();
  expect(bed.phones.calls(customer.phoneNumber)).toHaveLength(3);
});
