import type { Clock } from './kit/clock';
import type { Faults } from './kit/faults';
import type { Watch } from './kit/http';
import type { Rough } from './kit/rough';
import type { Tls } from './kit/tls';
import type { Work } from './kit/work';
import type { Urls } from './setup/endpoints';
import type { Organisation } from './setup/organisation';
import type { Ports } from './setup/ports';

/** What the cloud services are made with. */
export interface CloudOptions {
  readonly dataFolder: string;
  readonly isSynced: boolean;
  readonly clock: Clock;
  readonly work: Work;
  readonly tls: Tls;
  readonly ports: Ports;
  readonly urls: Urls;
  readonly organisation: Organisation;
  /** Where the functions host takes an event for a function; known once the host runs. */
  readonly functionUrl: (functionName: string) => string;
  /** Looks on as the app calls the services. */
  readonly watch: Watch;
  readonly faults: Faults;
  /** Null where it is smooth. */
  readonly rough: Rough | null;
}
