import { tell } from './tell';

tell('services');
