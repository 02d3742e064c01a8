import { showAgent } from './agent';
import { every } from './api';
import { showClock } from './clock';
import { showCustomer } from './customer';
import { byId } from './dom';
import { showFigures } from './figures';
import { showInteractions } from './interactions';
import { showLife } from './life';
import { watchPromises } from './promises';
import { showTroubles } from './troubles';

const SOON_MS = 1_000;

every(SOON_MS, showCustomer(byId('customer')));
every(SOON_MS, showInteractions());
every(SOON_MS, showLife());
every(SOON_MS, showAgent(byId('agent')));
every(2 * SOON_MS, showFigures());
every(SOON_MS, showTroubles());
every(2 * SOON_MS, showClock());
every(30 * SOON_MS, watchPromises());
