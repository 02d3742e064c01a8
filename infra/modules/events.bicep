@description('Short name of the stamp.')
param stamp string

@description('Region.')
param location string

@description('Tags of the stamp.')
param tags object

@description('Principal that publishes our own events.')
param senderId string

@description('The Communication Services resource whose events we get.')
param communicationId string

resource topic 'Microsoft.EventGrid/topics@2025-02-15' = {
  name: '${stamp}-events'
  location: location
  tags: tags
  identity: { type: 'SystemAssigned' }
  properties: { inputSchema: 'CloudEventSchemaV1_0', disableLocalAuth: true, publicNetworkAccess: 'Enabled' }
}

resource systemTopic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: '${stamp}-communication'
  location: 'global'
  tags: tags
  identity: { type: 'SystemAssigned' }
  properties: { source: communicationId, topicType: 'Microsoft.Communication.CommunicationServices' }
}

var dataSender = 'd5a91429-5739-47e2-a06b-3470a27159e7'

resource sends 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(topic.id, senderId, dataSender)
  scope: topic
  properties: {
    principalId: senderId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', dataSender)
  }
}

output topicName string = topic.name
output topicEndpoint string = topic.properties.endpoint
output systemTopicName string = systemTopic.name
// As whom each topic keeps what it cannot deliver.
output topicPrincipalId string = topic.identity.principalId
output systemTopicPrincipalId string = systemTopic.identity.principalId
