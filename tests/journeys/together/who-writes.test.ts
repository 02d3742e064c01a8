import { together } from '../support/together';

together({
  chat: () => jest.requireActual('../chat.test'),
  // The number moves to another carrier.
  sms: () => jest.requireActual('../sms.test'),
  // Leaves mails that wait for an answer.
  mail: () => jest.requireActual('../mail.test'),
});
