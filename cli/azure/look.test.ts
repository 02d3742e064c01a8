import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NEEDED_OWN_EVENTS } from '../commands/needed-in-azure';
import { azureFindings } from './look';
import {
  ALL_ROLES,
  assigned,
  containerApp,
  COSMOS_ROLES,
  granted,
  NOW,
  pathOf,
  PLACE,
  RESOURCES,
  stampInAzure,
  subscriptionFor,
  usage,
} from './stamp-in-azure.testsuite';

const GROUP = '/subscriptions/sub/resourceGroups/stamp-europe';
const DAY_MS = 86_400_000;

/** What is wrong, each with how sure it is; and never without a remedy. */
async function wrong(change: Readonly<Record<string, unknown>>, certificateUntil?: number | null) {
  const azure = certificateUntil === undefined ? stampInAzure(change) : stampInAzure(change, certificateUntil);
  const findings = await azureFindings(azure, PLACE, NOW);
  return findings.flatMap((one) => {
    if (one.state === 'ok') return [];
    expect([one.what, one.remedy]).toEqual([one.what, expect.stringMatching(/\w{3}/u)]);
    return [`${one.state} ${one.what}: ${one.found}`];
  });
}

test('a stamp that lacks nothing is told so, for everything that was looked at', async () => {
  expect(await wrong({})).toEqual([]);
  const findings = await azureFindings(stampInAzure(), PLACE, NOW);
  const kinds = [
    'resources',
    'setting',
    'secret',
    'code',
    'event',
    'role',
    'Graph',
    'app role',
    'quotas',
    'certificate',
  ];
  for (const kind of kinds) expect(findings.map(({ what }) => what)).toContainEqual(expect.stringContaining(kind));
});

const SMS = 'Microsoft.Communication.SMSReceived';
const subscribed = (...them: object[]) => ({ [`${pathOf('communication')}/eventSubscriptions`]: { value: them } });
const others = [
  'IncomingCall',
  'ChatMessageReceivedInThread',
  'SMSDeliveryReportReceived',
  'EmailDeliveryReportReceived',
  'RecordingFileStatusUpdated',
].map((name) => subscriptionFor(`Microsoft.Communication.${name}`));

test.each<[string, Readonly<Record<string, unknown>>, string]>([
  [
    'a resource is not there',
    { [`${GROUP}/resources`]: { value: RESOURCES.filter(({ name }) => name !== 'bot') } },
    'missing bot registration: there is none in the group',
  ],
  [
    'the vault does not give a secret',
    {
      [`${pathOf('app')}/config/configreferences/appsettings`]: {
        value: [{ name: 'TELESIGN_API_KEY', properties: { status: 'SecretNotFound', secretName: 'telesign-api-key' } }],
      },
    },
    'missing secret of TELESIGN_API_KEY: the vault does not give it (SecretNotFound)',
  ],
  ['an event is not subscribed', subscribed(...others), `missing event subscription for ${SMS}: there is none`],
  [
    'a subscription is broken',
    subscribed(...others, subscriptionFor(SMS, { provisioningState: 'Failed' })),
    `missing event subscription for ${SMS}: it is Failed`,
  ],
  [
    'a subscription delivers to a function that is gone',
    subscribed(...others, subscriptionFor(SMS, { destination: { properties: { resourceId: '/x/functions/gone' } } })),
    `missing event subscription for ${SMS}: it delivers to gone, which is not published`,
  ],
  [
    'what cannot be delivered is lost',
    subscribed(...others, subscriptionFor(SMS, { deadLetterWithResourceIdentity: null })),
    `missing event subscription for ${SMS}: what cannot be delivered is not kept`,
  ],
  [
    'a role is not assigned',
    { [`${GROUP}/providers/Microsoft.Authorization/roleAssignments`]: assigned(ALL_ROLES.slice(1)) },
    'missing role Storage Blob Data Owner: the identity of the app does not have it',
  ],
  [
    'a topic may not keep what it cannot deliver',
    { [`${GROUP}/providers/Microsoft.Authorization/roleAssignments`]: assigned(ALL_ROLES.slice(0, -1)) },
    'missing role Storage Blob Data Contributor of events: what it cannot deliver it may not keep',
  ],
  [
    'a topic has no identity by which it could keep anything',
    { [pathOf('communication')]: { identity: null } },
    'missing role Storage Blob Data Contributor of communication: the topic has no identity of its own',
  ],
  [
    'Cosmos DB does not know the app',
    { [`${pathOf('cosmos')}/sqlRoleAssignments`]: assigned(COSMOS_ROLES.slice(1)) },
    'missing role Cosmos DB Built-in Data Contributor: the identity of the app does not have it',
  ],
  [
    'nobody is who the container acts as',
    { [pathOf('stamp-transcripts')]: null },
    'missing identity of the container for the words of calls: there is none, or it is not shown',
  ],
  [
    'the container never ran',
    { [pathOf('transcripts')]: containerApp({ latestReadyRevisionName: '' }) },
    'missing container for the words of calls: no revision of it was ever ready',
  ],
  [
    'the app is told another container',
    { [pathOf('transcripts')]: containerApp({ configuration: { ingress: { fqdn: 'other.example' } } }) },
    'missing address of the container for the words of calls: the app is told another one, or none',
  ],
  [
    'the container is not shown',
    { [pathOf('transcripts')]: null },
    'unsure container for the words of calls: Azure does not show it to you (AuthorizationFailed)',
  ],
  [
    'a consent is not given',
    {
      '/servicePrincipals/self/appRoleAssignments': granted([
        'Presence.Read.All',
        'User.Read.All',
        'OnlineMeetings.ReadWrite.All',
        'Mail.ReadWrite',
        'Mail.Send',
      ]),
    },
    'missing Graph permission Presence.ReadWrite.All: nobody has consented to it for the identity of the app',
  ],
  [
    'the API lacks what people sign in by',
    {
      "/applications(appId='api')": {
        appRoles: ['Agent', 'Supervisor', 'Analyst', 'Listener', 'Admin', 'Integration'].map((name) => ({
          id: name,
          value: `Switchboard.${name}`,
        })),
        api: { oauth2PermissionScopes: [{ id: 's', value: 'access_as_user', isEnabled: false }] },
      },
    },
    'missing permission access_as_user: the API does not offer it',
  ],
  [
    'a quota is nearly used up',
    { '/subscriptions/sub/providers/Microsoft.Web/locations/westeurope/usages': usage(85, 100) },
    'missing quota Flex memory in westeurope: 85 of 100 are used: the stamp may not grow when many call',
  ],
  [
    'a certificate of ours ends soon',
    {
      [`${GROUP}/providers/Microsoft.Web/certificates`]: {
        value: [{ name: 'contoso', properties: { expirationDate: '2026-10-20T00:00:00Z' } }],
      },
    },
    'missing certificate contoso: it ends on 2026-10-20',
  ],
  [
    'a secret of the vault has ended',
    {
      [`${pathOf('vault')}/secrets`]: {
        value: [{ name: 'k', properties: { attributes: { enabled: true, exp: NOW / 1000 - 60 } } }],
      },
    },
    'missing vault secret k: it ends on 2026-10-05',
  ],
])('that %s is found', async (_name, change, expected) => {
  expect(await wrong(change)).toEqual([expected]);
});

test('the certificate that the host shows is looked at too', async () => {
  expect(await wrong({}, NOW + 29 * DAY_MS)).toEqual(['missing certificate of app.example: it ends on 2026-11-03']);
  expect(await wrong({}, null)).toEqual(['missing certificate of app.example: the host shows none']);
});

test('where nothing is published no subscription is blamed for it', async () => {
  expect(await wrong({ [`${pathOf('app')}/functions`]: { value: [] } })).toEqual([
    'missing code of the app: no function is published',
  ]);
});

test('what the caller is not shown is told as that, with the role that shows it; without the group nothing can be said', async () => {
  const hidden = await wrong({
    [`${pathOf('app')}/config/appsettings/list`]: null,
    [`${GROUP}/providers/Microsoft.Authorization/roleAssignments`]: null,
    "/servicePrincipals(appId='client')": null,
  });
  expect(hidden).toEqual([
    'unsure application settings: Azure does not show it to you (AuthorizationFailed)',
    'unsure roles of the app: Azure does not show it to you (AuthorizationFailed)',
    'unsure roles of communication: Azure does not show it to you (AuthorizationFailed)',
    'unsure roles of events: Azure does not show it to you (AuthorizationFailed)',
    'unsure roles of the container: Azure does not show it to you (AuthorizationFailed)',
    'unsure consents of the app in Graph: Azure does not show it to you (AuthorizationFailed)',
  ]);
  await expect(wrong({ [`${GROUP}/resources`]: null })).rejects.toThrow('The role Reader on it is needed');
});

test('permissions for mail may have been given by Exchange: that is told, and is no fault', async () => {
  const change = {
    '/servicePrincipals/self/appRoleAssignments': granted([
      'Presence.Read.All',
      'Presence.ReadWrite.All',
      'User.Read.All',
      'OnlineMeetings.ReadWrite.All',
    ]),
  };
  expect(await wrong(change)).toEqual([
    expect.stringMatching(/^unsure Graph permission Mail\.ReadWrite/u),
    expect.stringMatching(/^unsure Graph permission Mail\.Send/u),
  ]);
});

const infra = (file: string): unknown => JSON.parse(readFileSync(join(__dirname, '../../infra', file), 'utf8'));
interface Made {
  readonly type: string;
  readonly properties?: { readonly principalId?: string; readonly roleDefinitionId?: string };
}
/** All that the template makes when nothing is left out. */
const { predictedResources: made } = infra('variants/everything.snapshot.json') as { predictedResources: Made[] };

test('what is looked for is what the template makes', () => {
  const declared = infra('event-subscriptions.json') as { topic: string; eventTypes: string[] }[];
  const own = declared.filter(({ topic }) => topic === 'own').flatMap(({ eventTypes }) => eventTypes);
  expect([...NEEDED_OWN_EVENTS].sort()).toEqual(own.sort());
  const types = new Set(made.map(({ type }) => type));
  // The registry is the administrator's own.
  expect(RESOURCES.map(({ type }) => type).filter((type) => !types.has(type))).toEqual([
    'Microsoft.ContainerRegistry/registries',
  ]);
});

/** Whose the principals are, by the outputs of the template's modules. */
const HOLDERS: Readonly<Record<string, string>> = {
  principalId: 'principal',
  topicPrincipalId: 'topic',
  systemTopicPrincipalId: 'system topic',
};
const granting = made.flatMap(({ type, properties }) => {
  if (!/roleAssignments$/iu.test(type)) return [];
  const { principalId = '' } = properties ?? {};
  const output = principalId.includes("format('transcriptsIdentity-")
    ? 'container'
    : (/outputs\.(\w+)\.value\]$/u.exec(principalId)?.[1] ?? '');
  const role = properties?.roleDefinitionId?.split('/').at(-1) ?? '';
  return [{ kind: type.split('/').at(-1) ?? '', holder: HOLDERS[output] ?? output, role }];
});

test('doctor asks for no role that the template does not assign', () => {
  const assigns = granting.filter(({ kind }) => kind === 'roleAssignments');
  const words = (one: string, role: string) => `${one} ${role}`;
  expect(assigns.map(({ holder, role }) => words(holder, role)).sort()).toEqual(
    ALL_ROLES.map(({ principalId, role }) => words(principalId, role)).sort(),
  );
});

test.each(granting)('that the template did not give $holder the role $role is found ($kind)', async (lost) => {
  const without =
    lost.kind === 'sqlRoleAssignments'
      ? {
          [`${pathOf('cosmos')}/sqlRoleAssignments`]: assigned(
            COSMOS_ROLES.filter(({ principalId }) => principalId !== lost.holder),
          ),
        }
      : {
          [`${GROUP}/providers/Microsoft.Authorization/roleAssignments`]: assigned(
            ALL_ROLES.filter(({ principalId, role }) => principalId !== lost.holder || role !== lost.role),
          ),
        };
  expect(await wrong(without)).toEqual([expect.stringMatching(/^missing role /u)]);
});
