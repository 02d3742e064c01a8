import { together } from '../support/together';

together({
  routing: () => void require('../routing.test'),
  events: () => void require('../events.test'),
  leaving: () => void require('../leaving.test'),
  transfer: () => void require('../transfer.test'),
});
