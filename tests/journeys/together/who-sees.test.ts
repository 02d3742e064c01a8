import { together } from '../support/together';

together(
  {
    privacy: () => jest.requireActual('../privacy.test'),
    live: () => jest.requireActual('../live.test'),
    // Two hours pass at its beginning.
    identities: () => jest.requireActual('../identities.test'),
  },
  ['--verbose'],
);
