import { CALLBACK, createTestbed, customer, OURS, refusedWith, type Testbed } from './testbed.testsuite';

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

describe('a call has 350 participants', () => {
  const people = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ communicationUserId: `8:acs:resource-1_${n}` }));
  const full = refusedWith(400, '8523');

  test('one more is not called, and not invited until somebody leaves', async () => {
    bed = await createTestbed();
    await expect(bed.client.createGroupCall(people(351), CALLBACK)).rejects.toMatchObject(full);
    const { callConnection } = await bed.client.createGroupCall(people(350), CALLBACK);
    const [first, second] = bed.phones.calls();
    await bed.phones.answer(first?.id ?? '');
    const add = () =>
      callConnection.addParticipant({ targetParticipant: customer, sourceCallIdNumber: { phoneNumber: OURS } });
    await expect(add()).rejects.toMatchObject(full);
    await bed.phones.decline(second?.id ?? '', 'declined');
    await add();
  });
});
