import type { Service } from '../kit/http';
import { createAgents, type TeamsAgents } from './agents';
import { openChats } from './chats';
import { connectorRoutes, refuseStranger } from './connector';
import { openDeliveries } from './delivery';
import { openFiles } from './files';
import type { TeamsOptions } from './options';

export interface Teams {
  /** The Bot connector as Teams serves it. */
  readonly service: Service;
  /** The agents' Teams clients. */
  readonly agents: TeamsAgents;
}

/** Microsoft Teams as a bot sees it: 1:1 chats with people who installed it. */
export function createTeams(options: TeamsOptions): Teams {
  const chats = openChats(options.store, options.clock, options.botAppId);
  const deliveries = openDeliveries(options);
  const files = openFiles(options, (request) => refuseStranger(options, request));
  return {
    service: { name: 'Teams', routes: [...connectorRoutes(options, chats), ...files.routes] },
    agents: createAgents(options, chats, deliveries, files),
  };
}
