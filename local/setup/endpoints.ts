import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCAL } from './identities';
import type { Ports } from './ports';

/** Where every local service is and what opens it: `endpoints.json`, described by `local/endpoints.schema.json`. */
export interface Endpoints {
  readonly functions: { readonly endpoint: string; readonly masterKey: string; readonly control: string };
  readonly cosmos: { readonly endpoint: string; readonly key: string; readonly database: string };
  readonly communication: { readonly endpoint: string; readonly connectionString: string };
  readonly eventGrid: { readonly endpoint: string; readonly key: string };
  readonly blob: { readonly endpoint: string; readonly account: string; readonly key: string };
  readonly queue: { readonly endpoint: string; readonly account: string; readonly key: string };
  readonly webPubSub: { readonly endpoint: string; readonly connectionString: string };
  readonly graph: { readonly endpoint: string };
  readonly teams: { readonly endpoint: string };
  readonly entra: { readonly endpoint: string; readonly tenantId: string; readonly apiAudience: string };
  readonly console: { readonly endpoint: string };
  /** The certificate to trust: NODE_EXTRA_CA_CERTS. */
  readonly caFile: string;
}

/** Addresses that the app is given and that tools use. */
export const urlsOf = (ports: Ports) =>
  ({
    functions: `https://localhost:${ports.functions}`,
    // The console's page is opened by people, whose browser does not know our CA.
    console: `http://localhost:${ports.console}`,
    cosmos: `https://localhost:${ports.cosmos}`,
    communication: `https://localhost:${ports.communication}`,
    eventGrid: `https://localhost:${ports.eventGrid}`,
    ownTopic: `https://localhost:${ports.eventGrid}/${LOCAL.ownTopic}/api/events`,
    graph: `https://localhost:${ports.graph}/v1.0`,
    teams: `https://localhost:${ports.teams}/teams/`,
    entra: `https://localhost:${ports.entra}`,
    managedIdentity: `http://localhost:${ports.managedIdentity}/msi/token`,
    webPubSub: `https://localhost:${ports.webPubSub}`,
    blob: `https://localhost:${ports.blob}/${LOCAL.storageAccount}`,
    queue: `https://localhost:${ports.queue}/${LOCAL.storageAccount}`,
    telesign: `https://localhost:${ports.telesign}`,
    crm: `https://localhost:${ports.crm}`,
  }) as const;

export type Urls = ReturnType<typeof urlsOf>;

export function endpointsOf(
  urls: Urls,
  host: { readonly masterKey: string; readonly control: string },
  entraTenantId: string,
  caFile: string,
): Endpoints {
  return {
    functions: { endpoint: urls.functions, ...host },
    cosmos: { endpoint: urls.cosmos, key: LOCAL.cosmosKey, database: LOCAL.database },
    communication: {
      endpoint: urls.communication,
      connectionString: `endpoint=${urls.communication}/;accesskey=${LOCAL.communicationKey}`,
    },
    eventGrid: { endpoint: urls.ownTopic, key: LOCAL.eventGridKey },
    blob: { endpoint: urls.blob, account: LOCAL.storageAccount, key: LOCAL.storageKey },
    queue: { endpoint: urls.queue, account: LOCAL.storageAccount, key: LOCAL.storageKey },
    webPubSub: {
      endpoint: urls.webPubSub,
      connectionString: `Endpoint=${urls.webPubSub};AccessKey=${LOCAL.webPubSubKey};Version=1.0;`,
    },
    graph: { endpoint: urls.graph },
    teams: { endpoint: urls.teams },
    entra: { endpoint: urls.entra, tenantId: entraTenantId, apiAudience: LOCAL.apiAppId },
    console: { endpoint: urls.console },
    caFile,
  };
}

/** Written whole: whoever waits for the file never reads half of it. */
export function writeEndpoints(folder: string, endpoints: Endpoints): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'endpoints.json');
  writeFileSync(`${file}.new`, `${JSON.stringify({ $schema: SCHEMA, ...endpoints }, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

const SCHEMA = '../local/endpoints.schema.json';
