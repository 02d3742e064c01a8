import { showAgent } from './agent';
import { every } from './api';
import { showClock } from './clock';
import { showCustomer } from './customer';
import { byId } from './dom';
import { showInteractions } from './interactions';
import { showLife } from './life';

const SOON_MS = 1_000;

every(SOON_MS, showCustomer(byId('customer')));
every(SOON_MS, showInteractions());
every(SOON_MS, showLife());
every(SOON_MS, showAgent(byId('agent')));
every(5 * SOON_MS, showClock());
