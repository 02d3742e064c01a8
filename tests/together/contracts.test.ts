import { tell } from './tell';

tell('contracts');
