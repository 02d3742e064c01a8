import { tell } from './tell';

tell('communication');
