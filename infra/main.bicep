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

@description('Time zone of the customers here (IANA): what tenants begin with.')
param timeZone string

@description('Languages of the customers here, the usual one first: what tenants begin with.')
param languages string[]

@description('Days that logs are kept. They hold ids only, never names, addresses or texts.')
@minValue(30)
@maxValue(730)
param retentionDays int

@description('Where the bot registration is kept: a region where the Bot Service keeps data of its own, else `global`.')
param botLocation string = 'global'

@description('Who is written to when something needs a person. Empty: no alerts.')
param alertAddress string = ''

@description('What a month may cost, in the currency of the subscription; needs alertAddress. 0: no budget.')
param monthlyBudget int = 0

@description('First day of the budget.')
param budgetFrom string = utcNow('yyyy-MM-01')

@description('Data services are reached through private endpoints only.')
param withPrivateNetworking bool = false

@description('Orchestrations run on a Durable Task Scheduler instead of the storage account.')
param withDurableTaskScheduler bool = false

@description('A Web PubSub service, for desks, wallboards and customers that are told instead of asking. The own chat needs it.')
param withWebPubSub bool = true

@description('Client id of the Entra application that is our API.')
param apiClientId string

@description('A Communication Services resource that exists already: new subscriptions can have one for calls only. Empty makes one.')
param existingCommunicationName string = ''

@description('Endpoint of the Azure AI resource that speaks and listens in calls. Empty: calls without speech.')
param cognitiveServicesEndpoint string = ''

@description('Customer id at the carrier Telesign, for tenants that text by it. The API key is the secret `telesign-api-key` of the vault. Empty: no texts by Telesign.')
param telesignCustomerId string = ''

@description('Hosts that flows may look something up at, with commas between. The key that signs what we ask is the secret `look-up-signing-key` of the vault. Empty: no look-ups.')
param lookUpHosts string = ''

@description('Image of the container that writes down calls (transcripts/Dockerfile), in a registry of yours: `contoso.azurecr.io/switchboard-transcripts:1`. Empty: none is made.')
param transcriptsImage string = ''

@description('Name of the Azure Container Registry, in this group, that the image lies in. Empty: it may be pulled by anybody.')
param transcriptsRegistry string = ''

@description('Where Communication Services reaches a container that writes down calls and is kept elsewhere, wss://...; not with transcriptsImage. Both empty: nothing is written down.')
param transcriptsAddress string = ''

@description('Client id of the public client that people sign in to the desk with. Empty: the API\'s own registration.')
param deskClientId string = ''

@description('What each agent did is shown to supervisors and to the agents themselves; laws and agreements of a geography may forbid it.')
param withAgentFigures bool = true

@description('Sites whose pages carry the customers\' widget, with commas between: `https://www.contoso.example`. Browsers let no other site talk with the API. `*`: any site.')
param widgetOrigins string = ''

@description('Units of Web PubSub: each bears 1,000 desks, wallboards and pages of chats at once.')
@minValue(1)
param webPubSubUnits int = 1

@description('Cosmos: highest throughput of the database in RU/s. 0 makes it serverless.')
param cosmosMaxThroughput int = 4000

@description('Cosmos: keeps a copy of every document by columns, for analytics beside the stamp.')
param withAnalyticalStore bool = false

@description('A domain whose mailboxes send by ACS Email, where the subscription can still have it. Empty: mail by Microsoft Graph.')
param mailDomain string = ''

@description('The records of mailDomain stand in its DNS and are verified: a Communication Services resource made here may send from it.')
param mailDomainIsVerified bool = false

@description('Instances that never sleep, so that a caller does not wait for one to start.')
param alwaysReadyInstances int = 1

@description('Instances at most.')
param maximumInstances int = 40

@description('Event subscriptions point at functions, so they can be made only once the code is there: the second pass of a deployment.')
param withSubscriptions bool = false

@description('Spread over the zones of the region.')
param zoneRedundant bool = false

// A parameter of one's own must not take a stamp out of its geography.
var geographyRules = loadJsonContent('regions.json')[geography]
var region = contains(geographyRules.regions, location) ? location : fail('${location} is not in ${geography}.')
var dataLocation = contains(geographyRules.communicationDataLocations, communicationDataLocation)
  ? communicationDataLocation
  : fail('Communication Services would keep its data in ${communicationDataLocation}, outside of ${geography}.')

// What no managed identity opens is kept in the vault; the settings only say where.
var vaultName = 'kv-${stamp}-${take(uniqueString(resourceGroup().id), 6)}'
var secretStart = '@Microsoft.KeyVault(VaultName=${vaultName};SecretName='

var tags = { application: 'switchboard', geography: geography, stamp: stamp }

module identity 'modules/identity.bicep' = {
  params: { name: '${stamp}-app', location: region, tags: tags }
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    stamp: stamp
    location: region
    tags: tags
    publisherId: identity.outputs.principalId
    retentionDays: retentionDays
  }
}

module storage 'modules/storage.bicep' = {
  params: {
    name: 'st${stamp}${take(uniqueString(resourceGroup().id), 8)}'
    location: region
    tags: tags
    ownerId: identity.outputs.principalId
    isPrivate: withPrivateNetworking
    zoneRedundant: zoneRedundant
  }
}

module cosmos 'modules/cosmos.bicep' = {
  params: {
    name: '${stamp}-cosmos-${take(uniqueString(resourceGroup().id), 6)}'
    location: region
    tags: tags
    contributorId: identity.outputs.principalId
    maxThroughput: cosmosMaxThroughput
    withAnalyticalStore: withAnalyticalStore
    isPrivate: withPrivateNetworking
    zoneRedundant: zoneRedundant
  }
}

module communication 'modules/communication.bicep' = {
  params: {
    name: empty(existingCommunicationName) ? '${stamp}-acs' : existingCommunicationName
    isExisting: !empty(existingCommunicationName)
    dataLocation: dataLocation
    tags: tags
    ownerId: identity.outputs.principalId
    linkedDomains: mailDomainIsVerified ? [mail.?outputs.id ?? ''] : []
  }
}

module mail 'modules/mail-domain.bicep' = if (!empty(mailDomain)) {
  params: { name: '${stamp}-mail', domain: mailDomain, dataLocation: dataLocation, tags: tags }
}

module events 'modules/events.bicep' = {
  params: {
    stamp: stamp
    location: region
    tags: tags
    senderId: identity.outputs.principalId
    communicationId: communication.outputs.id
  }
}

module deadLetters 'modules/dead-letters.bicep' = {
  params: {
    storageName: storage.outputs.name
    topicPrincipalId: events.outputs.topicPrincipalId
    systemTopicPrincipalId: events.outputs.systemTopicPrincipalId
  }
}

module app 'modules/function-app.bicep' = {
  params: {
    name: '${stamp}-app-${take(uniqueString(resourceGroup().id), 6)}'
    location: region
    tags: tags
    identity: { id: identity.outputs.id, clientId: identity.outputs.clientId }
    storageName: storage.outputs.name
    applicationInsightsConnection: monitoring.outputs.connectionString
    alwaysReadyInstances: alwaysReadyInstances
    maximumInstances: maximumInstances
    subnetId: withPrivateNetworking ? network.?outputs.appSubnetId ?? '' : ''
    zoneRedundant: zoneRedundant
    origins: empty(widgetOrigins) ? [] : map(split(widgetOrigins, ','), origin => trim(origin))
    settings: union(withDurableTaskScheduler ? durableTask.?outputs.settings ?? {} : {}, {
      COSMOS_ENDPOINT: cosmos.outputs.endpoint
      COSMOS_DATABASE: cosmos.outputs.databaseName
      COSMOS__accountEndpoint: cosmos.outputs.endpoint
      COSMOS__credential: 'managedidentity'
      COSMOS__clientId: identity.outputs.clientId
      BLOB_ENDPOINT: storage.outputs.blobEndpoint
      COMMUNICATION_ENDPOINT: communication.outputs.endpoint
      COMMUNICATION_CALLBACK_AUDIENCE: communication.outputs.immutableId
      COGNITIVE_SERVICES_ENDPOINT: cognitiveServicesEndpoint
      TRANSCRIPTS_ADDRESS: empty(transcriptsImage) ? transcriptsAddress : transcripts.?outputs.address ?? ''
      WEB_PUBSUB_ENDPOINT: withWebPubSub ? webPubSub.?outputs.endpoint ?? '' : ''
      TELESIGN_CUSTOMER_ID: telesignCustomerId
      TELESIGN_API_KEY: empty(telesignCustomerId) ? '' : '${secretStart}telesign-api-key)'
      LOOK_UP_HOSTS: lookUpHosts
      LOOK_UP_SIGNING_KEY: empty(lookUpHosts) ? '' : '${secretStart}look-up-signing-key)'
      EVENTGRID_TOPIC_ENDPOINT: events.outputs.topicEndpoint
      // The bot is the app's own identity: no secret to keep.
      BOT_APP_ID: identity.outputs.clientId
      BOT_TENANT_ID: tenant().tenantId
      API_AUDIENCE: apiClientId
      DESK_APP_ID: deskClientId
      AGENT_FIGURES: withAgentFigures ? 'on' : 'off'
    })
  }
}

module teamsBot 'modules/bot.bicep' = {
  params: {
    name: '${stamp}-bot'
    location: botLocation
    tags: tags
    identity: { id: identity.outputs.id, clientId: identity.outputs.clientId }
    endpoint: 'https://${app.outputs.hostName}/api/bot/messages'
  }
}

module durableTask 'modules/durable-task.bicep' = if (withDurableTaskScheduler) {
  params: {
    name: '${stamp}-tasks-${take(uniqueString(resourceGroup().id), 6)}'
    location: region
    tags: tags
    contributorId: identity.outputs.principalId
    clientId: identity.outputs.clientId
    hubName: 'switchboard'
  }
}

module transcriptsIdentity 'modules/identity.bicep' = if (!empty(transcriptsImage)) {
  params: { name: '${stamp}-transcripts', location: region, tags: tags }
}

module transcripts 'modules/transcripts.bicep' = if (!empty(transcriptsImage)) {
  params: {
    stamp: stamp
    location: region
    tags: tags
    identity: {
      id: transcriptsIdentity.?outputs.id ?? ''
      clientId: transcriptsIdentity.?outputs.clientId ?? ''
      principalId: transcriptsIdentity.?outputs.principalId ?? ''
    }
    image: transcriptsImage
    registryName: transcriptsRegistry
    cosmosName: cosmos.outputs.name
    workspaceId: monitoring.outputs.workspaceId
    subnetId: withPrivateNetworking ? network.?outputs.containerSubnetId ?? '' : ''
    zoneRedundant: zoneRedundant
    settings: {
      COSMOS_ENDPOINT: cosmos.outputs.endpoint
      COSMOS_DATABASE: cosmos.outputs.databaseName
      COMMUNICATION_CALLBACK_AUDIENCE: communication.outputs.immutableId
    }
  }
}

module keyVault 'modules/key-vault.bicep' = {
  params: {
    name: vaultName
    location: region
    tags: tags
    readerId: identity.outputs.principalId
    isPrivate: withPrivateNetworking
  }
}

module alerts 'modules/alerts.bicep' = if (!empty(alertAddress)) {
  params: {
    stamp: stamp
    location: region
    tags: tags
    insightsId: monitoring.outputs.id
    address: alertAddress
  }
}

module budget 'modules/budget.bicep' = if (monthlyBudget > 0 && !empty(alertAddress)) {
  params: { name: '${stamp}-budget', amount: monthlyBudget, startDate: budgetFrom, contact: alertAddress }
}

module webPubSub 'modules/web-pubsub.bicep' = if (withWebPubSub) {
  params: {
    name: '${stamp}-pubsub-${take(uniqueString(resourceGroup().id), 6)}'
    location: region
    tags: tags
    ownerId: identity.outputs.principalId
    units: webPubSubUnits
  }
}

module network 'modules/network.bicep' = if (withPrivateNetworking) {
  params: { stamp: stamp, location: region, tags: tags }
}

var privateParts = [
  { name: 'blob', zone: 'privatelink.blob.${environment().suffixes.storage}' }
  { name: 'queue', zone: 'privatelink.queue.${environment().suffixes.storage}' }
  { name: 'table', zone: 'privatelink.table.${environment().suffixes.storage}' }
  { name: 'Sql', zone: 'privatelink.documents.azure.com' }
  { name: 'vault', zone: 'privatelink.vaultcore.azure.net' }
]

module endpoints 'modules/private-endpoint.bicep' = [
  for one in privateParts: if (withPrivateNetworking) {
    name: 'private-${one.name}'
    params: {
      name: '${stamp}-${toLower(one.name)}'
      location: region
      tags: tags
      networkId: network.?outputs.id ?? ''
      subnetId: network.?outputs.endpointSubnetId ?? ''
      resourceId: one.name == 'Sql' ? cosmos.outputs.id : one.name == 'vault' ? keyVault.outputs.id : storage.outputs.id
      part: one.name
      zoneName: one.zone
    }
  }
]

module subscriptions 'modules/subscriptions.bicep' = if (withSubscriptions) {
  params: {
    functionAppId: app.outputs.id
    ownTopicName: events.outputs.topicName
    systemTopicName: events.outputs.systemTopicName
    deadLetterStorageId: storage.outputs.id
  }
  dependsOn: [deadLetters]
}

@description('Where the API, the bot endpoint and the callbacks are.')
output url string = 'https://${app.outputs.hostName}'

@description('Name of the function app that the code is deployed to.')
output functionAppName string = app.outputs.name

@description('Time zone that tenants here begin with.')
output timeZone string = timeZone

@description('Languages that tenants here begin with.')
output languages string[] = languages
