import { PhoneNumbersClient, type PurchasedPhoneNumber } from '@azure/communication-phone-numbers';
import { authoriseResource } from './auth';
import { phoneNumberRoutes } from './phone-numbers';
import { createClock, type Clock } from '../kit/clock';
import { openStore, type Store } from '../kit/store';
import { createWork } from '../kit/work';
import { ACCESS_KEY, NOON, startTrial, type Trial } from './trial.testsuite';

const OURS = '+14255550100';
const TOLL_FREE = '+18335550100';
const MANY = Array.from({ length: 250 }, (_, n) => `+1425555${String(1000 + n)}`);
const RESERVATION = '6f0a1d2e-0000-4000-8000-000000000001';
let trial: Trial;
let store: Store;
let clock: Clock;
let client: PhoneNumbersClient;

async function open(numbers: readonly string[]): Promise<void> {
  const asResource = authoriseResource({ accessKey: ACCESS_KEY, verifyToken: async () => undefined });
  store = openStore(':memory:');
  clock = createClock(createWork(), NOON, () => 0);
  const endpoint = () => trial.url;
  trial = await startTrial({ extraRoutes: phoneNumberRoutes({ numbers, asResource, store, clock, endpoint }) });
  client = new PhoneNumbersClient(trial.connection, trial.options);
}
afterEach(async () => {
  await trial.stop();
  store.close();
});

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

const tollFree = {
  countryCode: 'US',
  phoneNumberType: 'tollFree',
  assignmentType: 'application',
  capabilities: { calling: 'outbound', sms: 'none' },
} as const;
const search = async (change: object = {}) =>
  (await client.beginSearchAvailablePhoneNumbers({ ...tollFree, ...change })).pollUntilDone();
const statusOf = async (asking: Promise<unknown>) =>
  asking.then(
    () => 200,
    (error: unknown) => (error as { statusCode?: number }).statusCode,
  );

describe('numbers that are searched for', () => {
  beforeEach(() => open([OURS]));

  test('are kept for a while, bought, and then the resource’s own', async () => {
    const found = await search({ quantity: 2 });
    expect(found).toMatchObject({
      ...{ phoneNumberType: 'tollFree', assignmentType: 'application', cost: { amount: 2, currencyCode: 'USD' } },
      searchExpiresBy: new Date(NOON + 900_000),
      capabilities: { calling: 'outbound', sms: 'none' },
    });
    const [number = ''] = found.phoneNumbers;
    expect(new Set([...found.phoneNumbers, ...(await search()).phoneNumbers]).size).toBe(3);
    const poller = await client.beginPurchasePhoneNumbers(found.searchId);
    await poller.pollUntilDone();
    expect(poller.getOperationState().isCompleted).toBe(true);
    expect(await client.getPurchasedPhoneNumber(number)).toMatchObject({
      ...{ phoneNumber: number, countryCode: 'US', capabilities: { calling: 'outbound', sms: 'none' } },
      purchaseDate: new Date(NOON),
    });
    expect((await listed()).map(({ phoneNumber }) => phoneNumber)).toEqual([OURS, ...found.phoneNumbers]);
  });

  test('are free again once that while is over, and are bought once', async () => {
    const late = await search();
    clock.stepTo(NOON + 900_000);
    expect(await statusOf(client.beginPurchasePhoneNumbers(late.searchId))).toBe(400);
    const again = await search();
    expect(again.phoneNumbers).toEqual(late.phoneNumbers);
    const outcomes = await Promise.all([1, 2].map(() => statusOf(client.beginPurchasePhoneNumbers(again.searchId))));
    expect(outcomes.sort()).toEqual([200, 400]);
    expect(await statusOf(client.beginPurchasePhoneNumbers('none'))).toBe(404);
  });

  test.each([
    ['for a person, toll-free', { assignmentType: 'person' }, 400],
    ['of a country without any', { countryCode: 'XX' }, 404],
    ['with what is not offered', { countryCode: 'GB', capabilities: { calling: 'none', sms: 'outbound' } }, 400],
    ['of an area without any', { areaCode: '425' }, 404],
    ['in thousands', { quantity: 10_000 }, 404],
    ['none of them', { quantity: 0 }, 400],
  ])('are refused: %s', async (_what, change, status) => {
    expect(await statusOf(search(change))).toBe(status);
  });

  test('of a country that forbids resale need the agreement not to', async () => {
    const { searchId, isAgreementToNotResellRequired } = await search({ countryCode: 'FR' });
    expect(isAgreementToNotResellRequired).toBe(true);
    expect(await statusOf(client.beginPurchasePhoneNumbers(searchId, { agreeToNotResell: false }))).toBe(400);
    await (await client.beginPurchasePhoneNumbers(searchId, { agreeToNotResell: true })).pollUntilDone();
    expect(await listed()).toHaveLength(2);
  });
});

describe('a number of the resource', () => {
  beforeEach(() => open([OURS]));

  test('is changed, and keeps what is not named', async () => {
    const poller = await client.beginUpdatePhoneNumberCapabilities(OURS, { calling: 'none' });
    expect((await poller.pollUntilDone()).capabilities).toEqual({ calling: 'none', sms: 'inbound+outbound' });
    expect((await client.getPurchasedPhoneNumber(OURS)).capabilities.calling).toBe('none');
    expect(await statusOf(client.beginUpdatePhoneNumberCapabilities('+14155550100', { sms: 'none' }))).toBe(404);
  });

  test('is released, and is no longer its own', async () => {
    const poller = await client.beginReleasePhoneNumber(OURS);
    await poller.pollUntilDone();
    expect(poller.getOperationState().result).toMatchObject({ body: { status: 'succeeded' } });
    expect(await statusOf(client.getPurchasedPhoneNumber(OURS))).toBe(404);
    expect(await listed()).toEqual([]);
    expect(await statusOf(client.beginReleasePhoneNumber(OURS))).toBe(404);
  });
});

describe('a reservation', () => {
  beforeEach(() => open([]));
  const browse = async (countryCode = 'US') =>
    (await client.browseAvailablePhoneNumbers({ countryCode, phoneNumberType: 'tollFree' })).phoneNumbers;
  const reserve = (options: object) => client.createOrUpdateReservation({ reservationId: RESERVATION }, options);

  test('takes numbers in and lets them go, for a quarter of an hour after each change', async () => {
    const [one, two] = await browse();
    expect(await reserve({ add: [one] })).toMatchObject({
      ...{ id: RESERVATION, status: 'active', expiresAt: new Date(NOON + 900_000) },
      phoneNumbers: { [one?.id ?? '']: { phoneNumber: one?.phoneNumber, status: 'reserved' } },
    });
    expect((await browse()).map(({ id }) => id)).not.toContain(one?.id);
    clock.stepTo(NOON + 600_000);
    const { phoneNumbers, expiresAt } = await reserve({ add: [two], remove: [one?.id] });
    expect([Object.keys(phoneNumbers ?? {}), expiresAt]).toEqual([[two?.id], new Date(NOON + 1_500_000)]);
    await client.deleteReservation(RESERVATION);
    expect(await statusOf(client.getReservation(RESERVATION))).toBe(404);
    expect((await browse()).map(({ id }) => id)).toContain(two?.id);
  });

  test('is bought whole, or has expired', async () => {
    const [one] = await browse();
    await reserve({ add: [one] });
    await (await client.beginReservationPurchase(RESERVATION)).pollUntilDone();
    expect(await client.getPurchasedPhoneNumber(one?.phoneNumber ?? '')).toMatchObject({ phoneNumberType: 'tollFree' });
    expect(await client.getReservation(RESERVATION)).toMatchObject({
      status: 'completed',
      phoneNumbers: { [one?.id ?? '']: { status: 'purchased' } },
    });
    expect(await statusOf(client.beginReservationPurchase(RESERVATION))).toBe(409);
    const [other] = await browse();
    const late = '6f0a1d2e-0000-4000-8000-000000000002';
    await client.createOrUpdateReservation({ reservationId: late }, { add: other === undefined ? [] : [other] });
    clock.stepTo(NOON + 900_000);
    expect(await client.getReservation(late)).toMatchObject({ status: 'expired' });
    expect(await statusOf(client.beginReservationPurchase(late))).toBe(409);
  });

  test('says of each number that it does not get why', async () => {
    const [one] = await browse();
    const other = '6f0a1d2e-0000-4000-8000-000000000002';
    await reserve({ add: [one] });
    const add = one === undefined ? [] : [one];
    expect(await client.createOrUpdateReservation({ reservationId: other }, { add })).toMatchObject({
      phoneNumbers: { [one?.id ?? '']: { status: 'error', error: { code: 'NumberNotAvailable' } } },
    });
  });

  test('lasts two hours at most', async () => {
    await reserve({});
    for (let minutes = 10; minutes < 120; minutes += 10) {
      clock.stepTo(NOON + minutes * 60_000);
      await reserve({});
    }
    expect(await client.getReservation(RESERVATION)).toMatchObject({ expiresAt: new Date(NOON + 7_200_000) });
  });

  test('without numbers, or without the agreement that they need, is not bought', async () => {
    await reserve({});
    expect(await statusOf(client.beginReservationPurchase(RESERVATION))).toBe(400);
    await reserve({ add: (await browse('FR')).slice(0, 1) });
    expect(await statusOf(client.beginReservationPurchase(RESERVATION))).toBe(400);
    await (await client.beginReservationPurchase(RESERVATION, { agreeToNotResell: true })).pollUntilDone();
    expect(await listed()).toHaveLength(1);
  });
});

describe('the market', () => {
  beforeEach(() => open([]));
  const all = async <T>(list: AsyncIterable<T>): Promise<T[]> => {
    const found: T[] = [];
    for await (const one of list) found.push(one);
    return found;
  };

  test('has countries with their areas, places and prices', async () => {
    expect((await all(client.listAvailableCountries())).map(({ countryCode }) => countryCode)).toContain('US');
    expect(await all(client.listAvailableTollFreeAreaCodes('US'))).toContainEqual({ areaCode: '833' });
    expect(await all(client.listAvailableGeographicAreaCodes('US', { locality: 'Seattle' }))).toEqual([
      { areaCode: '206' },
    ]);
    expect(await all(client.listAvailableMobileAreaCodes('IE'))).toEqual([{ areaCode: '89' }]);
    expect(await all(client.listAvailableLocalities('US', { administrativeDivision: 'NY' }))).toMatchObject([
      { localizedName: 'New York City', administrativeDivision: { abbreviatedName: 'NY' } },
    ]);
    expect(await all(client.listAvailableOfferings('US', { phoneNumberType: 'tollFree' }))).toMatchObject([
      { phoneNumberType: 'tollFree', assignmentType: 'application', cost: { amount: 2 } },
    ]);
    expect(await statusOf(all(client.listAvailableLocalities('XX')))).toBe(404);
  });

  test('is looked through by what numbers begin with and can do', async () => {
    const found = await client.browseAvailablePhoneNumbers(
      { countryCode: 'US', phoneNumberType: 'geographic' },
      { phoneNumberPrefixes: ['1425'], capabilities: { sms: 'outbound' } },
    );
    expect(found.phoneNumbers.length).toBeGreaterThan(0);
    expect(found.phoneNumbers.filter(({ phoneNumber }) => !phoneNumber?.startsWith('+1425'))).toEqual([]);
    const none = await client.browseAvailablePhoneNumbers(
      { countryCode: 'IE', phoneNumberType: 'mobile' },
      { capabilities: { calling: 'inbound' } },
    );
    expect(none.phoneNumbers).toEqual([]);
  });

  test('tells how a number is written, and of whom it is where that is asked for', async () => {
    const look = (options?: { includeAdditionalOperatorDetails: boolean }) =>
      client.searchOperatorInformation([OURS], options);
    expect((await look()).values).toEqual([
      { phoneNumber: OURS, nationalFormat: '(425) 555-0100', internationalFormat: '+1 425 555 0100' },
    ]);
    expect((await look({ includeAdditionalOperatorDetails: true })).values).toMatchObject([
      { isoCountryCode: 'US', operatorDetails: { name: 'Contoso Telecom' } },
    ]);
    await expect(client.searchOperatorInformation([OURS, TOLL_FREE])).rejects.toMatchObject({
      code: 'BadRequest',
      message: 'Can only accept one phoneNumber',
    });
  });
});
