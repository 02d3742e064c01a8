@description('Name of the vault.')
param name string

@description('Region.')
param location string

@description('Tags of the stamp.')
param tags object

@description('Principal that reads secrets: credentials of carriers that have no managed identity.')
param readerId string

@description('Reached through private endpoints only.')
param isPrivate bool

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 90
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
  }
}

var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

resource reads 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, readerId, secretsUser)
  scope: vault
  properties: {
    principalId: readerId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
  }
}

output id string = vault.id
