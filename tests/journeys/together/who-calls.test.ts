import { together } from '../support/together';

together({
  phone: () => void require('../phone.test'),
  leaving: () => void require('../phone-leaving.test'),
});
