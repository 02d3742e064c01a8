/**
 * Names and keys of the resources that local Azure has. They open nothing but this machine, so they stand here: tools
 * that drive local Azure find them in `.local/endpoints.json`.
 */
export const LOCAL = {
  apiAppId: '0c0a5050-0000-4000-8000-00000000a001',
  deskAppId: '0c0a5050-0000-4000-8000-00000000a003',
  /** The bot is the function app's managed identity, as in a stamp. */
  botAppId: '0c0a5050-0000-4000-8000-00000000a004',
  managedIdentityAppId: '0c0a5050-0000-4000-8000-00000000a004',
  managedIdentityObjectId: '0c0a5050-0000-4000-8000-00000000a005',
  managedIdentityHeader: 'local-managed-identity',
  communicationResourceId: '0c0a5050-0000-4000-8000-00000000c001',
  /** The managed identity of the Communication Services resource, which writes recordings into a container of ours. */
  communicationAppId: '0c0a5050-0000-4000-8000-00000000c002',
  communicationKey: Buffer.from('local communication access key').toString('base64'),
  cosmosKey: Buffer.from('local cosmos account key, 64 bytes long, so that SDKs are happy..').toString('base64'),
  eventGridKey: Buffer.from('local event grid topic key').toString('base64'),
  storageAccount: 'switchboardlocal',
  storageKey: Buffer.from('local storage account key').toString('base64'),
  webPubSubKey: Buffer.from('local web pubsub access key').toString('base64'),
  telesignCustomerId: '0C0A5050-0000-4000-8000-00000000F001',
  telesignKey: Buffer.from('local telesign account key').toString('base64'),
  /** The organisation's own customer system, as its configuration knows it. */
  crmHost: 'crm.contoso.example',
  lookUpKey: 'local look-up signing key, 32 characters long',
  database: 'switchboard',
  ownTopic: 'switchboard-events',
  communicationTopic: 'switchboard-communication',
} as const;
