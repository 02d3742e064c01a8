import { join } from 'node:path';
import type { CloudOptions } from './cloud-options';
import { COMMUNICATION_ID, createLocalCommunication } from './cloud-communication';
import type { Calls } from './communication/calls/calls';
import type { Communication } from './communication/communication';
import { createCrm, type Crm } from './crm/crm';
import { createCosmos, type Cosmos } from './cosmos/create-cosmos';
import { createEntra, type Entra } from './entra/entra';
import { createBlobStorage, type BlobStorage } from './blob/blob-storage';
import { createEventGrid, type EventGrid } from './event-grid/event-grid';
import { createGraph, type Graph } from './graph/graph';
import { disturbedPost } from './kit/disturbed-post';
import { listen, type Listening, type Service } from './kit/http';
import { createPost } from './kit/post';
import { withRealTime } from './kit/rough';
import { openStore, type Store } from './kit/store';
import { SENDS } from './sends';
import { LOCAL } from './setup/identities';
import type { Organisation } from './setup/organisation';
import { createQueueStorage } from './queue/queue-storage';
import { createTeams, type Teams } from './teams/teams';
import { createTelesign, type Telesign } from './telesign/telesign';
import { createWebPubSub, type WebPubSub } from './web-pubsub/web-pubsub';

/** Every emulated service, listening. */
export interface Cloud {
  readonly entra: Entra;
  readonly cosmos: Cosmos;
  readonly eventGrid: EventGrid;
  readonly communication: Communication;
  readonly calls: Calls;
  readonly teams: Teams;
  readonly graph: Graph;
  readonly blob: BlobStorage;
  readonly queue: Service;
  readonly webPubSub: WebPubSub;
  readonly telesign: Telesign;
  readonly crm: Crm;
  close(): Promise<void>;
}

const OWN_TOPIC_ID =
  '/subscriptions/local/resourceGroups/local/providers/Microsoft.EventGrid/topics/switchboard-events';
/** Most events come within a second, some are overtaken, some come twice. */
const ROUGH_EVENTS = { repeatShare: 0.2, reorderShare: 0.15, delayMs: { least: 0, most: 800 } };
/** Teams gives a bot 15 seconds. */
const BOT_PATIENCE_MS = 15_000;
/** Graph waits 10 seconds for the validation of a subscription. */
const GRAPH_PATIENCE_MS = 10_000;

export async function createCloud(options: CloudOptions): Promise<Cloud> {
  const stores: Store[] = [];
  const store = (name: string): Store => {
    const opened = openStore(join(options.dataFolder, `${name}.sqlite`), options);
    stores.push(opened);
    return opened;
  };
  const parts = await createParts(options, store);
  const listening = await listenAll(options, parts);
  return {
    ...parts,
    async close() {
      await Promise.all(listening.map((one) => one.close()));
      for (const one of stores) one.close();
    },
  };
}

type Parts = Omit<Cloud, 'close'>;

async function createParts(options: CloudOptions, store: (name: string) => Store): Promise<Parts> {
  const { clock, work, urls, tls, faults, rough } = options;
  const entra = await createLocalEntra(options, store('entra'));
  const claims = async (token: string, audience: string): Promise<object | undefined> => {
    const verified = await entra.verify(token, audience);
    return verified.kind === 'valid' ? verified.claims : undefined;
  };
  const verifies = async (token: string, audience: string) => (await claims(token, audience)) !== undefined;
  const cosmos = createCosmos({
    store: store('cosmos'),
    clock,
    key: LOCAL.cosmosKey,
    accountUrl: () => urls.cosmos,
    verifyToken: verifies,
    ...(rough && { late: { rough, work, realNow: Date.now } }),
  });
  const storage = storageAccount(options, entra);
  const blob = createBlobStorage({
    ...storage,
    store: store('blob'),
    folder: join(options.dataFolder, 'blobs'),
  });
  const queue = createQueueStorage({ ...storage, openStore: () => store('queue') });
  const graph = createGraph({
    store: store('graph'),
    clock,
    work,
    post: disturbedPost(createPost({ caFile: tls.caFile, timeoutMs: GRAPH_PATIENCE_MS }), SENDS.graph, faults),
    verifyToken: claims,
    endpoint: () => urls.graph,
    people: () => peopleOf(options.organisation),
    mailboxes: () => [mailboxOf(options.organisation)],
    ...(rough && { rateClock: withRealTime(clock, Date.now) }),
  });
  const eventGrid = createLocalEventGrid(options, entra, blob, store('event-grid'));
  const { communication, calls } = createLocalCommunication(options, { entra, eventGrid, graph, claims, store });
  const teams = createLocalTeams(options, entra, claims, store('teams'));
  const webPubSub = createWebPubSub({
    ...{ clock, faults: options.faults, work: options.work },
    keys: [LOCAL.webPubSubKey],
    endpoint: () => urls.webPubSub,
    verifyToken: verifies,
  });
  const telesign = createLocalTelesign(options, store('telesign'));
  const crm = createCrm({ clock, key: LOCAL.lookUpKey, publicUrl: `https://${LOCAL.crmHost}` });
  return { entra, cosmos, eventGrid, communication, calls, teams, graph, blob, queue, webPubSub, telesign, crm };
}

const storageAccount = ({ clock }: CloudOptions, entra: Entra) => ({
  clock,
  account: { name: LOCAL.storageAccount, key: LOCAL.storageKey },
  verifyToken: (token: string, audience: string) => entra.verify(token, audience),
});

function createLocalTeams(
  options: CloudOptions,
  entra: Entra,
  verifyToken: (token: string, audience: string) => Promise<object | undefined>,
  store: Store,
): Teams {
  const { clock, work, urls, tls, faults, rough } = options;
  return createTeams({
    ...{ store, clock, work, verifyToken },
    post: disturbedPost(createPost({ caFile: tls.caFile, timeoutMs: BOT_PATIENCE_MS }), SENDS.teams, faults),
    signActivity: (activity) => entra.signActivity(activity),
    botAppId: LOCAL.botAppId,
    botName: 'Switchboard',
    botEndpoint: () => `${urls.functions}/api/bot/messages`,
    serviceUrl: () => urls.teams,
    people: () => peopleOf(options.organisation),
    ...(rough && { rateLimits: () => true, rateClock: withRealTime(clock, Date.now) }),
  });
}

const mailboxOf = ({ addresses, name, entraTenantId }: Organisation) => ({
  address: addresses.email,
  name,
  entraTenantId,
  sendAs: [`care@${addresses.email.split('@')[1] ?? ''}`],
});

const peopleOf = ({ agents, staff, entraTenantId }: Organisation) =>
  [...agents, ...staff].map(({ objectId, name, userPrincipalName, jobTitle }) => ({
    teamsUserId: objectId,
    name,
    entraTenantId,
    userPrincipalName,
    jobTitle,
  }));

function createLocalEntra({ clock, urls, organisation }: CloudOptions, store: Store): Promise<Entra> {
  const { entraTenantId: tenantId, domain, agents, staff, name } = organisation;
  const nothing = { redirectUris: [], identifierUris: [], scopes: [], granted: {} };
  const application = { tenantId, secret: null, certificates: [], federatedSubjects: [], ...nothing };
  return createEntra({
    store,
    clock,
    url: () => urls.entra,
    tenants: [{ tenantId, domain }],
    applications: [
      {
        ...application,
        appId: LOCAL.apiAppId,
        objectId: LOCAL.apiAppId,
        name,
        scopes: ['access_as_user'],
        federatedSubjects: [LOCAL.managedIdentityObjectId],
      },
      {
        ...application,
        appId: LOCAL.deskAppId,
        objectId: LOCAL.deskAppId,
        name: `${name} desk`,
        redirectUris: [`${urls.functions}/api/desk/index.html`],
      },
      {
        ...application,
        appId: LOCAL.managedIdentityAppId,
        objectId: LOCAL.managedIdentityObjectId,
        name: `${name} function app`,
      },
      {
        ...application,
        appId: LOCAL.communicationAppId,
        objectId: LOCAL.communicationAppId,
        name: `${name} Communication Services`,
      },
    ],
    people: [...agents, ...staff].map((person) => ({ ...person, tenantId })),
    managedIdentity: { appId: LOCAL.managedIdentityAppId, header: LOCAL.managedIdentityHeader },
    deskAppId: LOCAL.deskAppId,
  });
}

function createLocalEventGrid(options: CloudOptions, entra: Entra, blob: BlobStorage, store: Store): EventGrid {
  const { clock, work, urls, tls, functionUrl, faults, rough } = options;
  const grid = createEventGrid({
    store,
    clock,
    work,
    post: disturbedPost(createPost({ caFile: tls.caFile }), SENDS.eventGrid, faults),
    url: () => urls.eventGrid,
    topics: [
      {
        kind: 'custom',
        name: LOCAL.ownTopic,
        resourceId: OWN_TOPIC_ID,
        inputSchema: 'CloudEventSchemaV1_0',
        keys: [LOCAL.eventGridKey],
      },
      { kind: 'system', name: LOCAL.communicationTopic, resourceId: COMMUNICATION_ID },
    ],
    verifyToken: (token, audience) => entra.verify(token, audience),
    deliveryToken: (audience) => entra.tokenForApp(LOCAL.managedIdentityAppId, audience),
    functionUrl,
    deadLetter: (container, name, content) => blob.put(container, name, content, 'application/json'),
    random: rough === null ? Math.random : rough.chance('Event Grid'),
    onHeld: (until) => rough?.holds(until),
  });
  if (rough !== null) grid.disturb(ROUGH_EVENTS);
  return grid;
}

const createLocalTelesign = ({ clock, work, urls, tls, faults }: CloudOptions, store: Store): Telesign =>
  createTelesign({
    store,
    clock,
    work,
    post: disturbedPost(createPost({ caFile: tls.caFile }), SENDS.telesign, faults),
    account: { customerId: LOCAL.telesignCustomerId, apiKey: LOCAL.telesignKey },
    callbackUrl: () => `${urls.functions}/api/texts/telesign/events`,
  });

/** The services that are asked, by which rules of faults name them. */
export const servicesOf = (cloud: Parts): readonly Service[] => [
  cloud.entra.service,
  cloud.entra.managedIdentityService,
  cloud.cosmos.service,
  cloud.eventGrid.service,
  cloud.communication.service,
  cloud.teams.service,
  cloud.graph.service,
  cloud.blob.service,
  cloud.queue,
  cloud.webPubSub.service,
  cloud.telesign.service,
  cloud.crm.service,
];

function listenAll({ ports, tls, work, watch, faults }: CloudOptions, parts: Parts): Promise<Listening[]> {
  const secure = (service: Service, port: number) => listen(service, { port, tls, work, watch, faults });
  return Promise.all([
    secure(parts.entra.service, ports.entra),
    // The Azure SDK asks for the managed identity's tokens over plain http.
    listen(parts.entra.managedIdentityService, { port: ports.managedIdentity, work, faults }),
    secure(parts.cosmos.service, ports.cosmos),
    secure(parts.eventGrid.service, ports.eventGrid),
    secure(parts.communication.service, ports.communication),
    secure(parts.teams.service, ports.teams),
    secure(parts.graph.service, ports.graph),
    secure(parts.blob.service, ports.blob),
    secure(parts.queue, ports.queue),
    secure(parts.webPubSub.service, ports.webPubSub),
    secure(parts.telesign.service, ports.telesign),
    secure(parts.crm.service, ports.crm),
  ]);
}
