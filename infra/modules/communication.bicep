@description('Name of the Communication Services resource.')
param name string

@description('Whether it exists already in this resource group.')
param isExisting bool

@description('Where its data is kept at rest.')
param dataLocation string

@description('Tags of the stamp.')
param tags object

@description('Principal that calls, texts and writes.')
param ownerId string

@description('Domains that a resource made here sends mail from; each must be verified.')
param linkedDomains string[]

resource made 'Microsoft.Communication/communicationServices@2023-04-01' = if (!isExisting) {
  name: name
  location: 'global'
  tags: tags
  properties: { dataLocation: dataLocation, linkedDomains: linkedDomains }
}

resource service 'Microsoft.Communication/communicationServices@2023-04-01' existing = {
  name: name
  dependsOn: [made]
}

// Communication and Email Service Owner: the only built-in role of its data plane.
var owner = '09976791-48a7-449e-bb21-39d1a415f350'

resource owns 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(service.id, ownerId, owner)
  scope: service
  properties: {
    principalId: ownerId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', owner)
  }
}

output id string = service.id
output endpoint string = 'https://${service.properties.hostName}'
output immutableId string = service.properties.immutableResourceId
