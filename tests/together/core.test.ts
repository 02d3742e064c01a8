import { tell } from './tell';

tell('core');
