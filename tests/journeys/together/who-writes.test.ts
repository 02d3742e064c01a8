import { together } from '../support/together';

together({
  chat: () => jest.requireActual('../chat.test'),
  live: () => jest.requireActual('../live.test'),
  mail: () => jest.requireActual('../mail.test'),
  // The number moves to another carrier.
  sms: () => jest.requireActual('../sms.test'),
});
