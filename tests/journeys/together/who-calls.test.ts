import { together } from '../support/together';

together(
  {
    phone: () => jest.requireActual('../phone.test'),
    leaving: () => jest.requireActual('../phone-leaving.test'),
    live: () => jest.requireActual('../live.test'),
    privacy: () => jest.requireActual('../privacy.test'),
  },
  ['--verbose'],
);
