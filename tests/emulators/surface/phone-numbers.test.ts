import { PhoneNumbersClient, SipRoutingClient } from '@azure/communication-phone-numbers';
import { authoriseResource } from '../../../local/communication/auth';
import { phoneNumberRoutes } from '../../../local/communication/phone-numbers';
import { createSipRouting } from '../../../local/communication/sip';
import { ACCESS_KEY, startTrial, type Trial } from '../../../local/communication/trial.testsuite';
import { openStore } from '../../../local/kit/store';
import { coverSurface } from './surface';

const LONG_TO_CONNECT = 60_000;
let trial: Trial;
let sip: SipRoutingClient;
let numbers: PhoneNumbersClient;

beforeAll(async () => {
  const asResource = authoriseResource({ accessKey: ACCESS_KEY, verifyToken: async () => false });
  const sipRoutes = createSipRouting({ store: openStore(':memory:'), asResource }).routes;
  trial = await startTrial({ extraRoutes: [...sipRoutes, ...phoneNumberRoutes({ numbers: [OURS], asResource })] });
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

/** Numbers are looked at, and not bought on a laptop. */
const OURS = '+14255550199';
const NONE = '0a1b2c3d-0000-4000-8000-000000000000';
const calls = {
  deleteReservation: () => numbers.deleteReservation(NONE),
  getPurchasedPhoneNumber: () => numbers.getPurchasedPhoneNumber(OURS),
  getReservation: () => numbers.getReservation(NONE),
  listPurchasedPhoneNumbers: () => numbers.listPurchasedPhoneNumbers(),
  browseAvailablePhoneNumbers: () =>
    numbers.browseAvailablePhoneNumbers({ countryCode: 'US', phoneNumberType: 'tollFree' }),
  beginReleasePhoneNumber: () => numbers.beginReleasePhoneNumber(OURS),
  beginSearchAvailablePhoneNumbers: () =>
    numbers.beginSearchAvailablePhoneNumbers({
      ...{ countryCode: 'US', phoneNumberType: 'tollFree', assignmentType: 'application' },
      capabilities: { calling: 'inbound', sms: 'none' },
    }),
  beginPurchasePhoneNumbers: () => numbers.beginPurchasePhoneNumbers('none'),
  beginReservationPurchase: () => numbers.beginReservationPurchase(NONE),
  beginUpdatePhoneNumberCapabilities: () => numbers.beginUpdatePhoneNumberCapabilities(OURS, { calling: 'inbound' }),
  createOrUpdateReservation: () => numbers.createOrUpdateReservation({ reservationId: NONE }),
  listAvailableCountries: () => numbers.listAvailableCountries(),
  listAvailableTollFreeAreaCodes: () => numbers.listAvailableTollFreeAreaCodes('US'),
  listAvailableGeographicAreaCodes: () => numbers.listAvailableGeographicAreaCodes('US'),
  listAvailableMobileAreaCodes: () => numbers.listAvailableMobileAreaCodes('US'),
  listAvailableLocalities: () => numbers.listAvailableLocalities('US'),
  listAvailableOfferings: () => numbers.listAvailableOfferings('US'),
  listReservations: () => numbers.listReservations(),
  searchOperatorInformation: () => numbers.searchOperatorInformation([OURS]),
};

const LOOKING = ['getPurchasedPhoneNumber', 'listPurchasedPhoneNumbers'];

coverSurface('PhoneNumbersClient', PhoneNumbersClient, {
  internal: ['addPhoneNumbersToReservation', 'removePhoneNumbersFromReservation'],
  refused: Object.keys(calls).filter((name) => !LOOKING.includes(name)),
  calls,
});
