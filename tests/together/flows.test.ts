import { tell } from './tell';

tell('flows');
