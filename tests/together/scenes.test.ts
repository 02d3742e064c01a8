import { tell } from './tell';

tell('scenes');
