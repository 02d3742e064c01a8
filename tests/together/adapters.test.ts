import { tell } from './tell';

tell('adapters');
