import { tell } from './tell';

tell('routing');
