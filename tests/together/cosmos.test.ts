import { tell } from './tell';

tell('cosmos');
