import { createTestbed, invited, type Testbed } from './testbed.testsuite';

let bed: Testbed;
beforeEach(async () => {
  bed = await createTestbed();
});
afterEach(() => bed.close());

test('the life of a call is no event', async () => {
  const { phone, teams } = await invited(bed);
  await bed.teamsPhones.answer(teams.id);
  await bed.settle();
  await bed.phones.hangUp(phone.id);
  await bed.settle();
  expect(new Set(bed.grid.map(({ eventType }) => eventType))).toEqual(
    new Set(['Microsoft.Communication.IncomingCall']),
  );
});

test('no result has the codes of another protocol', async () => {
  const { phone } = await invited(bed);
  await bed.phones.hangUp(phone.id);
  await bed.settle();
  const results = bed.received.flatMap(({ data }) => ('resultInformation' in data ? [data['resultInformation']] : []));
  expect(results.length).toBeGreaterThan(0);
  for (const result of results) {
    expect(result).not.toHaveProperty('sipDetails');
    expect(result).not.toHaveProperty('q850Details');
  }
});
