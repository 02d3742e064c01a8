import { together } from '../support/together';

together({
  chat: () => void require('../chat.test'),
  live: () => void require('../live.test'),
  mail: () => void require('../mail.test'),
  // The number moves to another carrier.
  sms: () => void require('../sms.test'),
});
