import { PhoneNumbersClient, SipRoutingClient } from '@azure/communication-phone-numbers';
import { authoriseResource } from '../../../local/communication/auth';
import { phoneNumberRoutes } from '../../../local/communication/phone-numbers';
import { createSipRouting } from '../../../local/communication/sip';
import { ACCESS_KEY, startTrial, type Trial } from '../../../local/communication/trial.testsuite';
import { createClock } from '../../../local/kit/clock';
import { openStore } from '../../../local/kit/store';
import { createWork } from '../../../local/kit/work';
import { coverSurface } from './surface';

const LONG_TO_CONNECT = 60_000;
let trial: Trial;
let sip: SipRoutingClient;
let numbers: PhoneNumbersClient;

beforeAll(async () => {
  const asResource = authoriseResource({ accessKey: ACCESS_KEY, verifyToken: async () => false });
  const sipRoutes = createSipRouting({ store: openStore(':memory:'), asResource }).routes;
  const parts = { asResource, store: openStore(':memory:'), clock: createClock(createWork(), Date.now(), Date.now) };
  const numberRoutes = phoneNumberRoutes({ ...parts, numbers: [OURS], endpoint: () => trial.url });
  trial = await startTrial({ extraRoutes: [...sipRoutes, ...numberRoutes] });
  sip = new SipRoutingClient(trial.connection, trial.options);
  numbers = new PhoneNumbersClient(trial.connection, trial.options);
}, LONG_TO_CONNECT);
afterAll(() => trial.stop());

const TRUNK = { fqdn: 'sbc.contoso.example', sipSignalingPort: 5061 };

coverSurface('SipRoutingClient', SipRoutingClient, {
  internal: [
    ...['getRoutesInternal', 'getTrunksInternal', 'listRoutesPagingAll', 'listRoutesPagingPage'],
    ...['listTrunksPagingAll', 'listTrunksPagingPage'],
  ],
  calls: {
    setTrunks: () => sip.setTrunks([TRUNK]),
    setTrunk: () => sip.setTrunk(TRUNK),
    getTrunk: () => sip.getTrunk(TRUNK.fqdn),
    listTrunks: () => sip.listTrunks(),
    setRoutes: () => sip.setRoutes([{ name: 'all', numberPattern: '.*', trunks: [] }]),
    listRoutes: () => sip.listRoutes(),
    deleteTrunk: () => sip.deleteTrunk(TRUNK.fqdn),
  },
});

const OURS = '+14255550199';
const RESERVATION = '0a1b2c3d-0000-4000-8000-000000000000';
const EMPTY = '0a1b2c3d-0000-4000-8000-000000000001';

async function searched() {
  const poller = await numbers.beginSearchAvailablePhoneNumbers({
    ...{ countryCode: 'US', phoneNumberType: 'tollFree', assignmentType: 'application' },
    capabilities: { calling: 'inbound', sms: 'none' },
  });
  return poller.pollUntilDone();
}

async function reserved(reservationId: string) {
  const { phoneNumbers } = await numbers.browseAvailablePhoneNumbers({
    countryCode: 'US',
    phoneNumberType: 'tollFree',
  });
  return numbers.createOrUpdateReservation({ reservationId }, { add: phoneNumbers.slice(0, 1) });
}

coverSurface('PhoneNumbersClient', PhoneNumbersClient, {
  internal: ['addPhoneNumbersToReservation', 'removePhoneNumbersFromReservation'],
  calls: {
    browseAvailablePhoneNumbers: () =>
      numbers.browseAvailablePhoneNumbers({ countryCode: 'US', phoneNumberType: 'tollFree' }),
    createOrUpdateReservation: () => reserved(RESERVATION),
    getReservation: () => numbers.getReservation(RESERVATION),
    listReservations: () => numbers.listReservations(),
    beginReservationPurchase: () => numbers.beginReservationPurchase(RESERVATION),
    deleteReservation: async () => {
      await reserved(EMPTY);
      await numbers.deleteReservation(EMPTY);
    },
    beginSearchAvailablePhoneNumbers: () => searched(),
    beginPurchasePhoneNumbers: async () => numbers.beginPurchasePhoneNumbers((await searched()).searchId),
    listPurchasedPhoneNumbers: () => numbers.listPurchasedPhoneNumbers(),
    getPurchasedPhoneNumber: () => numbers.getPurchasedPhoneNumber(OURS),
    beginUpdatePhoneNumberCapabilities: () => numbers.beginUpdatePhoneNumberCapabilities(OURS, { calling: 'inbound' }),
    beginReleasePhoneNumber: () => numbers.beginReleasePhoneNumber(OURS),
    listAvailableCountries: () => numbers.listAvailableCountries(),
    listAvailableTollFreeAreaCodes: () => numbers.listAvailableTollFreeAreaCodes('US'),
    listAvailableGeographicAreaCodes: () => numbers.listAvailableGeographicAreaCodes('US'),
    listAvailableMobileAreaCodes: () => numbers.listAvailableMobileAreaCodes('IE'),
    listAvailableLocalities: () => numbers.listAvailableLocalities('US'),
    listAvailableOfferings: () => numbers.listAvailableOfferings('US'),
    searchOperatorInformation: () => numbers.searchOperatorInformation([OURS]),
  },
});
