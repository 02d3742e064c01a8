import type { Way } from '../kit/line';

/** How rules of faults name what happens at the sockets of clients. */
export const CLIENTS: Way = { service: 'Web PubSub connections', path: '/client/hubs/{hub}' };
