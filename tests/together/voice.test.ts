import { tell } from './tell';

tell('voice');
