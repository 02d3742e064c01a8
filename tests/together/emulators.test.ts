import { tell } from './tell';

tell('emulators');
