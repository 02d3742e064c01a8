@description('Storage account that keeps what could not be delivered.')
param storageName string

@description('Principal of the topic of our own events. Only a system-assigned identity gets past the firewall of an account, and keys are off.')
param topicPrincipalId string

@description('Principal of the system topic of Communication Services.')
param systemTopicPrincipalId string

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: storageName
}

// Storage Blob Data Contributor.
var contributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'

var keepers = [topicPrincipalId, systemTopicPrincipalId]

resource keeps 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for n in range(0, 2): {
    name: guid(account.id, keepers[n], contributor)
    scope: account
    properties: {
      principalId: keepers[n]
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', contributor)
    }
  }
]
