@description('Name of the storage account.')
param name string

@description('Region.')
param location string

@description('Tags of the stamp.')
param tags object

@description('Principal of the app: the Functions host and Durable keep their state here.')
param ownerId string

@description('Reached through private endpoints only.')
param isPrivate bool

@description('Copies in three zones instead of one.')
param zoneRedundant bool

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS' }
  properties: {
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    // Event Grid has no private way to the account: it is let in as a trusted service, by its identity.
    networkAcls: { defaultAction: isPrivate ? 'Deny' : 'Allow', bypass: 'AzureServices' }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    resource containers 'containers' = [for container in ['app-package', 'files', 'dead-letters']: { name: container }]
  }
}

// Blob data owner, queue data contributor, table data contributor: what Durable on Azure Storage needs.
var roles = [
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
]

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in roles: {
    name: guid(account.id, ownerId, role)
    scope: account
    properties: {
      principalId: ownerId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

output id string = account.id
output name string = account.name
output blobEndpoint string = account.properties.primaryEndpoints.blob
