@description('Name of the Web PubSub service.')
param name string

@description('Region.')
param location string

@description('Tags of the stamp.')
param tags object

@description('Principal that sends to desks, wallboards and customers.')
param ownerId string

@description('Units, each of 1,000 connections.')
param units int

resource service 'Microsoft.SignalRService/webPubSub@2024-03-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: 'Standard_S1', capacity: units }
  properties: { disableLocalAuth: true }
}

var serviceOwner = '12cf5a90-567b-43ae-8102-96cf46c7d9b4'

resource owns 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(service.id, ownerId, serviceOwner)
  scope: service
  properties: {
    principalId: ownerId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', serviceOwner)
  }
}

output endpoint string = 'https://${service.properties.hostName}'
