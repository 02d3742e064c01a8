import { together } from '../support/together';

together({
  routing: () => jest.requireActual('../routing.test'),
  events: () => jest.requireActual('../events.test'),
  leaving: () => jest.requireActual('../leaving.test'),
});
