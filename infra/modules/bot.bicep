@description('Name of the bot registration.')
param name string

@description('Where the registration is kept: a region where the service has one of its own, else `global`.')
param location string

@description('Tags of the stamp.')
param tags object

@description('The managed identity that the bot is.')
param identity { id: string, clientId: string }

@description('Where Teams sends what agents write and press.')
param endpoint string

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: name
  location: location
  tags: tags
  kind: 'azurebot'
  sku: { name: 'S1' }
  properties: {
    displayName: 'Switchboard'
    endpoint: endpoint
    msaAppId: identity.clientId
    msaAppTenantId: tenant().tenantId
    msaAppMSIResourceId: identity.id
    msaAppType: 'UserAssignedMSI'
    disableLocalAuth: true
  }

  resource teams 'channels' = {
    name: 'MsTeamsChannel'
    location: location
    properties: { channelName: 'MsTeamsChannel', properties: { isEnabled: true } }
  }
}
