@description('The function app that events are delivered to.')
param functionAppId string

@description('Topic of our own events.')
param ownTopicName string

@description('System topic of Communication Services.')
param systemTopicName string

@description('Storage account that keeps what could not be delivered.')
param deadLetterStorageId string

// The same file sets up local Azure, so that what is subscribed there is subscribed here.
var subscriptions = loadJsonContent('../event-subscriptions.json')

// By the identity of the topic: the account takes no keys.
var deadLetters = {
  identity: { type: 'SystemAssigned' }
  deadLetterDestination: {
    endpointType: 'StorageBlob'
    properties: { resourceId: deadLetterStorageId, blobContainerName: 'dead-letters' }
  }
}

resource ownTopic 'Microsoft.EventGrid/topics@2025-02-15' existing = {
  name: ownTopicName
}

resource systemTopic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = {
  name: systemTopicName
}

resource ofCommunication 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = [
  for subscription in filter(subscriptions, one => one.topic == 'communication'): {
    parent: systemTopic
    name: subscription.name
    properties: {
      destination: {
        endpointType: 'AzureFunction'
        properties: { resourceId: '${functionAppId}/functions/${subscription.function}', maxEventsPerBatch: 1 }
      }
      eventDeliverySchema: 'CloudEventSchemaV1_0'
      filter: { includedEventTypes: subscription.eventTypes }
      retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: subscription.liveMinutes }
      deadLetterWithResourceIdentity: deadLetters
    }
  }
]

resource ofOurOwn 'Microsoft.EventGrid/topics/eventSubscriptions@2025-02-15' = [
  for subscription in filter(subscriptions, one => one.topic == 'own'): {
    parent: ownTopic
    name: subscription.name
    properties: {
      destination: {
        endpointType: 'AzureFunction'
        properties: { resourceId: '${functionAppId}/functions/${subscription.function}', maxEventsPerBatch: 1 }
      }
      eventDeliverySchema: 'CloudEventSchemaV1_0'
      filter: { includedEventTypes: subscription.eventTypes }
      retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: subscription.liveMinutes }
      deadLetterWithResourceIdentity: deadLetters
    }
  }
]
