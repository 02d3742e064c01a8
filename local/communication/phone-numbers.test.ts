import { PhoneNumbersClient, type PurchasedPhoneNumber } from '@azure/communication-phone-numbers';
import { authoriseResource } from './auth';
import { phoneNumberRoutes } from './phone-numbers';
import { ACCESS_KEY, startTrial, type Trial } from './trial.testsuite';

const OURS = '+14255550100';
const TOLL_FREE = '+18335550100';
const MANY = Array.from({ length: 250 }, (_, n) => `+1425555${String(1000 + n)}`);
let trial: Trial;
let client: PhoneNumbersClient;

async function open(numbers: readonly string[]): Promise<void> {
  const asResource = authoriseResource({ accessKey: ACCESS_KEY, verifyToken: async () => undefined });
  trial = await startTrial({ extraRoutes: phoneNumberRoutes({ numbers, asResource }) });
  client = new PhoneNumbersClient(trial.connection, trial.options);
}
afterEach(() => trial.stop());

async function listed(): Promise<PurchasedPhoneNumber[]> {
  const all: PurchasedPhoneNumber[] = [];
  for await (const one of client.listPurchasedPhoneNumbers()) all.push(one);
  return all;
}

describe('the numbers of the resource', () => {
  test('are listed with what they can do', async () => {
    await open([OURS, TOLL_FREE]);
    expect(await listed()).toEqual([
      {
        id: '14255550100',
        phoneNumber: OURS,
        countryCode: 'US',
        phoneNumberType: 'geographic',
        assignmentType: 'application',
        capabilities: { calling: 'inbound+outbound', sms: 'inbound+outbound' },
        purchaseDate: new Date('2026-01-01T00:00:00Z'),
        cost: { amount: 1, currencyCode: 'USD', billingFrequency: 'monthly' },
      },
      expect.objectContaining({ phoneNumber: TOLL_FREE, phoneNumberType: 'tollFree' }),
    ]);
  });

  test('come in pages', async () => {
    await open(MANY);
    expect((await listed()).map(({ phoneNumber }) => phoneNumber)).toEqual(MANY);
  });

  test('are found one by one, and another is not there', async () => {
    await open([OURS]);
    expect(await client.getPurchasedPhoneNumber(OURS)).toMatchObject({ phoneNumber: OURS });
    await expect(client.getPurchasedPhoneNumber('+14155550100')).rejects.toMatchObject({
      statusCode: 404,
      code: 'NotFound',
      message: 'Input phoneNumber +14155550100 cannot be found.',
    });
  });

  test('are nobody else’s to see', async () => {
    await open([OURS]);
    const other = new PhoneNumbersClient(
      `endpoint=${trial.url}/;accesskey=${Buffer.from('another').toString('base64')}`,
      trial.options,
    );
    await expect(other.getPurchasedPhoneNumber(OURS)).rejects.toMatchObject({ statusCode: 401 });
  });
});
