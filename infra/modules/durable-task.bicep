@description('Name of the scheduler.')
param name string

@description('Region.')
param location string

@description('Tags of the stamp.')
param tags object

@description('Principal of the app: it starts and runs orchestrations.')
param contributorId string

@description('Client id of that principal.')
param clientId string

@description('Name of the task hub in it.')
param hubName string

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' = {
  name: name
  location: location
  tags: tags
  properties: { ipAllowlist: ['0.0.0.0/0'], sku: { name: 'Consumption' } }

  resource hub 'taskHubs' = {
    name: hubName
  }
}

// Durable Task Data Contributor.
var contributor = '0ad04412-c4d5-4796-b79c-f76d14c8d402'

resource contributes 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(scheduler.id, contributorId, contributor)
  scope: scheduler
  properties: {
    principalId: contributorId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', contributor)
  }
}

@description('Settings by which the host uses it instead of the storage account (host.json is overridden).')
output settings object = {
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER'
  AzureFunctionsJobHost__extensions__durableTask__hubName: hubName
  DURABLE_TASK_SCHEDULER: 'Endpoint=${scheduler.properties.endpoint};Authentication=ManagedIdentity;ClientID=${clientId}'
}
