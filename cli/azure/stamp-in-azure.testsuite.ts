import {
  DEAD_LETTER_ROLE,
  GRAPH_APP_ID,
  NEEDED_APP_ROLES,
  NEEDED_EVENTS,
  NEEDED_OWN_EVENTS,
  NEEDED_PERMISSIONS,
  NEEDED_ROLES,
  PULL_ROLE,
  ROLES_BY_PART,
} from '../commands/needed-in-azure';
import type { Answered, Azure } from './azure';

export const PLACE = { subscriptionId: 'sub', group: 'stamp-europe' };
export const NOW = Date.UTC(2026, 9, 5, 14);
const DAY_MS = 86_400_000;
const GROUP = '/subscriptions/sub/resourceGroups/stamp-europe';
const of = (type: string, name: string) => ({
  id: `${GROUP}/providers/${type}/${name}`,
  name,
  type,
  location: 'westeurope',
});

export const RESOURCES = [
  of('Microsoft.Web/sites', 'app'),
  // Azure lists them in any order.
  of('Microsoft.ManagedIdentity/userAssignedIdentities', 'stamp-transcripts'),
  of('Microsoft.ManagedIdentity/userAssignedIdentities', 'stamp-app'),
  of('Microsoft.DocumentDB/databaseAccounts', 'cosmos'),
  of('Microsoft.Storage/storageAccounts', 'storage'),
  of('Microsoft.Communication/communicationServices', 'acs'),
  of('Microsoft.EventGrid/systemTopics', 'communication'),
  of('Microsoft.EventGrid/topics', 'events'),
  of('Microsoft.BotService/botServices', 'bot'),
  of('Microsoft.KeyVault/vaults', 'vault'),
  of('Microsoft.Insights/components', 'insights'),
  of('Microsoft.SignalRService/webPubSub', 'pubsub'),
  of('Microsoft.DurableTask/schedulers', 'tasks'),
  of('Microsoft.App/containerApps', 'transcripts'),
  of('Microsoft.ContainerRegistry/registries', 'registry'),
];
export const pathOf = (name: string): string => RESOURCES.find((one) => one.name === name)?.id ?? '';

const SETTINGS = {
  COSMOS_ENDPOINT: 'https://cosmos.example',
  BLOB_ENDPOINT: 'https://blobs.example',
  COMMUNICATION_ENDPOINT: 'https://acs.example',
  COMMUNICATION_CALLBACK_AUDIENCE: 'acs',
  EVENTGRID_TOPIC_ENDPOINT: 'https://topic.example/api/events',
  BOT_APP_ID: 'client',
  BOT_TENANT_ID: 'home',
  API_AUDIENCE: 'api',
  PUBLIC_URL: 'https://app.example',
  TRANSCRIPTS_ADDRESS: 'wss://transcripts.example',
  TELESIGN_API_KEY: '@Microsoft.KeyVault(VaultName=vault;SecretName=telesign-api-key)',
};

/** One function for each event. */
const functionOf = (event: string): string => event.split('.').at(-1) ?? event;
export const subscriptionFor = (event: string, change: object = {}) => ({
  properties: {
    provisioningState: 'Succeeded',
    filter: { includedEventTypes: [event] },
    destination: { properties: { resourceId: `${pathOf('app')}/functions/${functionOf(event)}` } },
    deadLetterWithResourceIdentity: { deadLetterDestination: { endpointType: 'StorageBlob' } },
    ...change,
  },
});
/** Who holds which role. */
export interface Assignment {
  readonly principalId: string;
  readonly role: string;
}
export const assigned = (them: readonly Assignment[]) => ({
  value: them.map(({ principalId, role }) => ({
    properties: { principalId, roleDefinitionId: `/roleDefinitions/${role}` },
  })),
});
export const ALL_ROLES: readonly Assignment[] = [
  ...[...Object.keys(NEEDED_ROLES), ...ROLES_BY_PART.map(({ id }) => id)].map((role) => ({
    principalId: 'principal',
    role,
  })),
  { principalId: 'container', role: PULL_ROLE.id },
  ...['system topic', 'topic'].map((principalId) => ({ principalId, role: DEAD_LETTER_ROLE.id })),
];
export const COSMOS_ROLES: readonly Assignment[] = ['principal', 'container'].map((principalId) => ({
  principalId,
  role: '00000000-0000-0000-0000-000000000002',
}));
/** The container that writes down calls, as it is but for `change`. */
export const containerApp = (change: object) => ({
  properties: {
    latestReadyRevisionName: 'transcripts--1',
    configuration: { ingress: { fqdn: 'transcripts.example' } },
    ...change,
  },
});
export const usage = (currentValue: number, limit: number) => ({
  value: [{ name: { value: 'memory', localizedValue: 'Flex memory' }, currentValue, limit }],
});
export const granted = (names: readonly string[]) => ({
  value: names.map((name) => ({ appRoleId: name, resourceId: 'graph' })),
});
const usages = (provider: string) => `/subscriptions/sub/providers/${provider}/locations/westeurope/usages`;

/** What Azure answers about a stamp that lacks nothing, by path. */
const GOOD: Readonly<Record<string, unknown>> = {
  [`${GROUP}/resources`]: { value: RESOURCES },
  [pathOf('app')]: { properties: { defaultHostName: 'app.example' } },
  [pathOf('stamp-app')]: { properties: { principalId: 'principal', clientId: 'client' } },
  [pathOf('stamp-transcripts')]: { properties: { principalId: 'container', clientId: 'container client' } },
  [pathOf('transcripts')]: containerApp({}),
  [`${pathOf('app')}/config/appsettings/list`]: { properties: SETTINGS },
  [`${pathOf('app')}/config/configreferences/appsettings`]: {
    value: [{ name: 'TELESIGN_API_KEY', properties: { status: 'Resolved', secretName: 'telesign-api-key' } }],
  },
  [`${pathOf('app')}/functions`]: {
    value: [...NEEDED_EVENTS, ...NEEDED_OWN_EVENTS].map((event) => ({ name: `app/${functionOf(event)}` })),
  },
  [pathOf('communication')]: { identity: { principalId: 'system topic' } },
  [pathOf('events')]: { identity: { principalId: 'topic' } },
  [`${pathOf('communication')}/eventSubscriptions`]: { value: NEEDED_EVENTS.map((event) => subscriptionFor(event)) },
  [`${pathOf('events')}/eventSubscriptions`]: { value: NEEDED_OWN_EVENTS.map((event) => subscriptionFor(event)) },
  [`${GROUP}/providers/Microsoft.Authorization/roleAssignments`]: assigned(ALL_ROLES),
  [`${pathOf('cosmos')}/sqlRoleAssignments`]: assigned(COSMOS_ROLES),
  [usages('Microsoft.Web')]: usage(10, 100),
  [usages('Microsoft.Storage')]: usage(0, 0),
  [usages('Microsoft.SignalRService')]: usage(79, 100),
  [`${GROUP}/providers/Microsoft.Web/certificates`]: { value: [] },
  [`${pathOf('vault')}/secrets`]: {
    value: [{ name: 'telesign-api-key', properties: { attributes: { enabled: true } } }],
  },
  "/servicePrincipals(appId='client')": { id: 'self' },
  [`/servicePrincipals(appId='${GRAPH_APP_ID}')`]: {
    id: 'graph',
    appRoles: NEEDED_PERMISSIONS.map(({ name }) => ({ id: name, value: name })),
  },
  '/servicePrincipals/self/appRoleAssignments': granted(NEEDED_PERMISSIONS.map(({ name }) => name)),
  "/applications(appId='api')": {
    appRoles: NEEDED_APP_ROLES.map((value) => ({ id: value, value, isEnabled: true })),
    api: { oauth2PermissionScopes: [{ id: 's', value: 'access_as_user', isEnabled: true }] },
  },
};

/** Azure with a stamp that lacks what `change` says, by path; null: the caller is not shown it. */
export function stampInAzure(
  change: Readonly<Record<string, unknown>> = {},
  certificateUntil: number | null = NOW + 90 * DAY_MS,
): Azure {
  const all = { ...GOOD, ...change };
  const answer = async (path: string): Promise<Answered> => {
    const body = all[path.replace(/\?.*$/u, '')];
    if (body === undefined) throw new Error(`Nobody expects ${path}.`);
    return body === null ? { kind: 'refused', status: 403, code: 'AuthorizationFailed' } : { kind: 'found', body };
  };
  return { arm: answer, graph: answer, certificateUntil: async () => certificateUntil };
}
