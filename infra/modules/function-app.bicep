@description('Name of the function app.')
param name string

@description('Region.')
param location string

@description('Tags of the stamp.')
param tags object

@description('The identity that the app acts as.')
param identity { id: string, clientId: string }

@description('Storage account of the host, of Durable and of the code package.')
param storageName string

@description('Where telemetry goes.')
param applicationInsightsConnection string

@description('Instances that never sleep.')
param alwaysReadyInstances int

@description('Instances at most.')
param maximumInstances int

@description('The subnet that the app calls from; empty: the public network.')
param subnetId string

@description('Spread over the zones of the region.')
param zoneRedundant bool

@description('Sites whose pages may call the API from a browser.')
param origins string[]

@description('What the app reads from its environment; functions/settings.ts says what each means.')
@secure()
param settings object

var hostName = '${name}.azurewebsites.net'

var platformSettings = {
  AzureWebJobsStorage__accountName: storageName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identity.clientId
  AZURE_CLIENT_ID: identity.clientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsightsConnection
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.clientId};Authorization=AAD'
  PUBLIC_URL: 'https://${hostName}'
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: '${name}-plan'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true, zoneRedundant: zoneRedundant }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  // By this tag `azd deploy` finds where the code goes.
  tags: union(tags, { 'azd-service-name': 'app' })
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    // Secrets of the vault are read as the app's own identity.
    keyVaultReferenceIdentity: identity.id
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    // Pages of other sites bring no cookies, and we set none. The desk and its API are one origin.
    siteConfig: { minTlsVersion: '1.2', cors: { allowedOrigins: origins, supportCredentials: false } }
    functionAppConfig: {
      runtime: { name: 'node', version: '22' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: 'https://${storageName}.blob.${environment().suffixes.storage}/app-package'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identity.id }
        }
      }
      scaleAndConcurrency: {
        maximumInstanceCount: maximumInstances
        instanceMemoryMB: 2048
        alwaysReady: [
          { name: 'http', instanceCount: alwaysReadyInstances }
          { name: 'durable', instanceCount: alwaysReadyInstances }
        ]
      }
    }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: union(platformSettings, settings)
  }
}

output id string = app.id
output name string = app.name
output hostName string = app.properties.defaultHostName
