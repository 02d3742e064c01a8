import { tell } from './tell';

tell('calls');
