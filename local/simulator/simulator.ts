import type { LocalAzure } from '../azure';
import type { Route, Service } from '../kit/http';
import { createPost } from '../kit/post';
import { costOperations } from './costs';
import { faultOperations } from './host';
import { mailOperations } from './mail';
import { openApiOf, type Operation } from './operation';
import { proxyOperations } from './people-proxy';
import { phoneOperations } from './phones';
import { teamsOperations } from './teams';
import { textOperations } from './texts';
import { timeOperations } from './time';

/** The simulator's API: what customers, agents and bad luck do, and the clock. Described at `/_local/openapi.json`. */
export function createSimulator(azure: LocalAzure, pages: readonly Route[]): Service {
  const call = createPost({ caFile: azure.endpoints.caFile });
  const operations: readonly Operation[] = [
    ...timeOperations(azure),
    ...phoneOperations(azure),
    ...teamsOperations(azure),
    ...textOperations(azure),
    ...mailOperations(azure),
    ...faultOperations(azure),
    ...costOperations(azure, call),
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
