import type { LocalAzure } from '../azure';
import type { Route, Service } from '../kit/http';
import { createPost } from '../kit/post';
import { chatOperations } from './chats';
import { costOperations } from './costs';
import { serviceFaultOperations } from './faults';
import { eventOperations, hostOperations } from './host';
import { inspectorOperations } from './inspector';
import { interactionOperations } from './interactions';
import { mailOperations } from './mail';
import { openApiOf, type Operation } from './operation';
import { proxyOperations } from './people-proxy';
import { promiseOperations } from './promises';
import { phoneOperations } from './phones';
import { seatOperations, type Seats } from './seats';
import { createStored } from './stored';
import { teamsOperations } from './teams';
import { textOperations } from './texts';
import { timeOperations } from './time';
import { troubleOperations, type People } from './troubles';

/** What the simulator serves beside its own operations. */
export interface SimulatorParts {
  /** Extra routes: the console's page. */
  readonly pages: readonly Route[];
  readonly seats: Seats;
  readonly people: () => People;
}

/** The simulator's API: what customers, agents and bad luck do, and the clock. Described at `/_local/openapi.json`. */
export function createSimulator(azure: LocalAzure, { pages, seats, people }: SimulatorParts): Service {
  const call = createPost({ caFile: azure.endpoints.caFile });
  const stored = createStored(azure.endpoints, azure.organisation.id);
  const operations: readonly Operation[] = [
    ...timeOperations(azure),
    ...phoneOperations(azure),
    ...teamsOperations(azure),
    ...textOperations(azure),
    ...chatOperations(azure, call),
    ...interactionOperations(azure, stored, call),
    ...seatOperations(azure, seats),
    ...troubleOperations(people),
    ...promiseOperations(azure, stored, call),
    ...mailOperations(azure),
    ...hostOperations(azure),
    ...eventOperations(azure),
    ...serviceFaultOperations(azure),
    ...costOperations(azure, call),
    ...inspectorOperations(azure, call),
    ...proxyOperations(azure, call),
  ];
  const document = openApiOf(operations, azure.endpoints.console.endpoint);
  return {
    name: 'simulator',
    routes: [
      { method: 'GET', path: '/_local/openapi.json', handle: () => ({ status: 200, body: document }) },
      ...operations,
      ...pages,
    ],
  };
}
