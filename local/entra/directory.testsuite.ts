import type { EntraOptions } from './entra';

export const TENANT = '8f0c2a4e-0000-4000-8000-000000000001';
export const API = '5d7a1c3e-0000-4000-8000-00000000000a';
export const IDENTITY = '5d7a1c3e-0000-4000-8000-00000000000b';
export const DESK = '5d7a1c3e-0000-4000-8000-00000000000c';
export const ADA = 'a0000000-0000-4000-8000-000000000001';

const nothing = { redirectUris: [], identifierUris: [], scopes: [], granted: {} };
const bareApp = { tenantId: TENANT, secret: null, certificates: [], federatedSubjects: [] as string[], ...nothing };
/** A directory with our API, its identity, a page and one person. */
export const seed = {
  tenants: [{ tenantId: TENANT, domain: 'contoso.example' }],
  applications: [
    {
      ...bareApp,
      appId: API,
      objectId: 'api-principal',
      name: 'Switchboard',
      secret: 'a secret',
      federatedSubjects: ['identity-principal'],
      identifierUris: ['api://switchboard'],
      scopes: ['access_as_user'],
    },
    {
      ...bareApp,
      appId: IDENTITY,
      objectId: 'identity-principal',
      name: 'func-switchboard',
      granted: { 'https://graph.microsoft.com': ['Mail.ReadWrite'], 'api://switchboard': ['Switchboard.Integration'] },
    },
    { ...bareApp, appId: DESK, objectId: 'desk-principal', name: 'Desk', redirectUris: ['https://desk.test/page'] },
  ],
  people: [
    {
      tenantId: TENANT,
      objectId: ADA,
      name: 'Ada',
      userPrincipalName: 'ada@contoso.example',
      roles: ['Switchboard.Agent'],
    },
  ],
  managedIdentity: { appId: IDENTITY, header: 'proof' },
  deskAppId: DESK,
} satisfies Omit<EntraOptions, 'store' | 'clock' | 'url'>;
