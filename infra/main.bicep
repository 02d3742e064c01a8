targetScope = 'resourceGroup'

@description('Short name of the stamp: begins every resource name. Lower-case letters and digits.')
@minLength(3)
@maxLength(11)
param stamp string

@description('The geography that every resource of this stamp stays in; said in each resource as a tag.')
@allowed(['unitedstates', 'europe', 'unitedkingdom', 'japan', 'australia'])
param geography string

@description('Azure region of all regional resources; must lie in the geography.')
param location string

@description('Where Communication Services keeps data at rest (its own names of geographies).')
param communicationDataLocation string

@description('Client id of the Entra application that is our API.')
param apiClientId string

@description('A Communication Services resource that exists already: new subscriptions can have one for calls only. Empty makes one.')
param existingCommunicationName string = ''

@description('Endpoint of the Azure AI resource that speaks and listens in calls. Empty: calls without speech.')
param cognitiveServicesEndpoint string = ''

@description('Cosmos: highest throughput of the database in RU/s. 0 makes it serverless.')
param cosmosMaxThroughput int = 4000

@description('Instances that never sleep, so that a caller does not wait for one to start.')
param alwaysReadyInstances int = 1

@description('Instances at most.')
param maximumInstances int = 40

@description('Event subscriptions point at functions, so they can be made only once the code is there: the second pass of a deployment.')
param withSubscriptions bool = false

@description('Spread over the zones of the region.')
param zoneRedundant bool = false

var tags = { application: 'switchboard', geography: geography, stamp: stamp }

module identity 'modules/identity.bicep' = {
  params: { name: '${stamp}-app', location: location, tags: tags }
}

module monitoring 'modules/monitoring.bicep' = {
  params: { stamp: stamp, location: location, tags: tags, publisherId: identity.outputs.principalId }
}

module storage 'modules/storage.bicep' = {
  params: {
    name: 'st${stamp}${take(uniqueString(resourceGroup().id), 8)}'
    location: location
    tags: tags
    ownerId: identity.outputs.principalId
    zoneRedundant: zoneRedundant
  }
}

module cosmos 'modules/cosmos.bicep' = {
  params: {
    name: '${stamp}-cosmos-${take(uniqueString(resourceGroup().id), 6)}'
    location: location
    tags: tags
    contributorId: identity.outputs.principalId
    maxThroughput: cosmosMaxThroughput
    zoneRedundant: zoneRedundant
  }
}

module communication 'modules/communication.bicep' = {
  params: {
    name: empty(existingCommunicationName) ? '${stamp}-acs' : existingCommunicationName
    isExisting: !empty(existingCommunicationName)
    dataLocation: communicationDataLocation
    tags: tags
    ownerId: identity.outputs.principalId
  }
}

module events 'modules/events.bicep' = {
  params: {
    stamp: stamp
    location: location
    tags: tags
    senderId: identity.outputs.principalId
    communicationId: communication.outputs.id
  }
}

module app 'modules/function-app.bicep' = {
  params: {
    name: '${stamp}-app-${take(uniqueString(resourceGroup().id), 6)}'
    location: location
    tags: tags
    identity: { id: identity.outputs.id, clientId: identity.outputs.clientId }
    storageName: storage.outputs.name
    applicationInsightsConnection: monitoring.outputs.connectionString
    alwaysReadyInstances: alwaysReadyInstances
    maximumInstances: maximumInstances
    zoneRedundant: zoneRedundant
    settings: {
      COSMOS_ENDPOINT: cosmos.outputs.endpoint
      COSMOS_DATABASE: cosmos.outputs.databaseName
      COSMOS__accountEndpoint: cosmos.outputs.endpoint
      COSMOS__credential: 'managedidentity'
      COSMOS__clientId: identity.outputs.clientId
      BLOB_ENDPOINT: storage.outputs.blobEndpoint
      COMMUNICATION_ENDPOINT: communication.outputs.endpoint
      COMMUNICATION_CALLBACK_AUDIENCE: communication.outputs.immutableId
      COGNITIVE_SERVICES_ENDPOINT: cognitiveServicesEndpoint
      EVENTGRID_TOPIC_ENDPOINT: events.outputs.topicEndpoint
      // The bot is the app's own identity: no secret to keep.
      BOT_APP_ID: identity.outputs.clientId
      BOT_TENANT_ID: tenant().tenantId
      API_AUDIENCE: apiClientId
    }
  }
}

module teamsBot 'modules/bot.bicep' = {
  params: {
    name: '${stamp}-bot'
    tags: tags
    identity: { id: identity.outputs.id, clientId: identity.outputs.clientId }
    endpoint: 'https://${app.outputs.hostName}/api/bot/messages'
  }
}

module subscriptions 'modules/subscriptions.bicep' = if (withSubscriptions) {
  params: {
    functionAppId: app.outputs.id
    ownTopicName: events.outputs.topicName
    systemTopicName: events.outputs.systemTopicName
    deadLetterStorageId: storage.outputs.id
  }
}

@description('Where the API, the bot endpoint and the callbacks are.')
output url string = 'https://${app.outputs.hostName}'

@description('Name of the function app that the code is deployed to.')
output functionAppName string = app.outputs.name
