import type { Clock } from '../kit/clock';
import type { Service } from '../kit/http';
import { createHandshake } from './handshake';
import { createConnections } from './hub';
import type { Weather } from '../kit/line';
import { restRoutes } from './rest';

export interface WebPubSubOptions extends Weather {
  readonly clock: Clock;
  /** Access keys, either of which is good. */
  readonly keys: readonly [string, ...string[]];
  /** Where this service listens, without a last slash. */
  readonly endpoint: () => string;
  /** Whether Entra issued the token for the audience. */
  readonly verifyToken: (token: string, audience: string) => Promise<boolean>;
}

export interface WebPubSub {
  readonly service: Service;
  /** Breaks every socket, as a failing network does. */
  breakSockets(): void;
  /** Whether a reliable client is away and may come back. */
  hasAbsent(): boolean;
}

/** Web PubSub: the data plane over REST, and clients over WebSockets. */
export function createWebPubSub(options: WebPubSubOptions): WebPubSub {
  const connections = createConnections(options.clock);
  const all = { ...options, connections };
  return {
    service: { name: 'Web PubSub', routes: restRoutes(all), upgrade: createHandshake(all) },
    breakSockets: () => connections.breakSockets(),
    hasAbsent: () => connections.hasAbsent(),
  };
}
