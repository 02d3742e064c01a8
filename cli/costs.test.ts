import { costsOf, pricesSchema } from './costs';
import { LISTED } from './prices';

const prices = pricesSchema.parse(LISTED);
const NOTHING = { executions: 0, gigabyteSeconds: 0, storageTransactions: 0, requestUnits: 0, eventGridOperations: 0 };

test('the list that comes with the command is dated and names every channel', () => {
  expect(Object.keys(prices.perContact).sort()).toEqual(['chat', 'email', 'sms', 'voice']);
  expect(Date.parse(prices.asOf)).not.toBeNaN();
});

test('a contact costs what it uses, and what stands is paid by the day', () => {
  const unit = { ...prices.unit, execution: 2, requestUnit: 0.5 };
  const perContact = { chat: { ...NOTHING, executions: 3, requestUnits: 4 }, sms: { ...NOTHING, executions: 1 } };
  const list = { ...prices, unit, perContact, standingPerDay: { one: 5, two: 1 } };
  expect(costsOf(list, { sms: 1, chat: 10, fax: 2 }, 7)).toEqual({
    channels: [
      { channel: 'chat', contacts: 10, perContact: 8, total: 80 },
      { channel: 'sms', contacts: 1, perContact: 2, total: 2 },
    ],
    standing: 42,
    total: 124,
    unpriced: { fax: 2 },
  });
});

test('with the budgets of the design a contact costs less than a tenth of a cent', () => {
  const { channels } = costsOf(prices, { voice: 1, chat: 1, sms: 1, email: 1 }, 0);
  for (const { perContact } of channels) expect(perContact).toBeLessThan(0.001);
});
