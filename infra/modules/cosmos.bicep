@description('Name of the account.')
param name string

@description('Region: the only one that is written to.')
param location string

@description('Tags of the stamp.')
param tags object

@description('Principal that reads and writes.')
param contributorId string

@description('Highest throughput of the database in RU/s; 0 makes the account serverless.')
param maxThroughput int

@description('Reached through private endpoints only.')
param isPrivate bool

@description('Spread over the zones of the region.')
param zoneRedundant bool

@description('Keeps a copy of every document by columns, for analytics beside the stamp.')
param withAnalyticalStore bool

// Made from the code by `npm run containers`; a test keeps both the same.
var containers = loadJsonContent('../containers.json')
var isServerless = maxThroughput == 0

resource account 'Microsoft.DocumentDB/databaseAccounts@2024-05-15' = {
  name: name
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    locations: [{ locationName: location, failoverPriority: 0, isZoneRedundant: zoneRedundant }]
    consistencyPolicy: { defaultConsistencyLevel: 'Session' }
    backupPolicy: { type: 'Continuous', continuousModeProperties: { tier: 'Continuous7Days' } }
    capabilities: isServerless ? [{ name: 'EnableServerless' }] : []
    enableAnalyticalStorage: withAnalyticalStore
    disableLocalAuth: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    minimalTlsVersion: 'Tls12'
  }
}

resource database 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2024-05-15' = {
  parent: account
  name: 'switchboard'
  properties: {
    resource: { id: 'switchboard' }
    options: isServerless ? {} : { autoscaleSettings: { maxThroughput: maxThroughput } }
  }
}

resource collections 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2024-05-15' = [
  for container in containers: {
    parent: database
    name: container.id
    properties: {
      resource: {
        id: container.id
        partitionKey: { paths: container.partitionKey.paths, kind: 'Hash', version: container.partitionKey.version }
        indexingPolicy: container.indexingPolicy
        defaultTtl: container.defaultTtl
        // As long as the document itself: what is erased is erased there too.
        analyticalStorageTtl: withAnalyticalStore ? -1 : null
      }
    }
  }
]

resource contributor 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2024-05-15' = {
  parent: account
  name: guid(account.id, contributorId, 'contributor')
  properties: {
    principalId: contributorId
    roleDefinitionId: '${account.id}/sqlRoleDefinitions/00000000-0000-0000-0000-000000000002'
    scope: account.id
  }
}

output id string = account.id
output name string = account.name
output endpoint string = account.properties.documentEndpoint
output databaseName string = database.name
