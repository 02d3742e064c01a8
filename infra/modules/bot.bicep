@description('Name of the bot registration.')
param name string

@description('Tags of the stamp.')
param tags object

@description('The managed identity that the bot is.')
param identity { id: string, clientId: string }

@description('Where Teams sends what agents write and press.')
param endpoint string

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: name
  location: 'global'
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
    location: 'global'
    properties: { channelName: 'MsTeamsChannel', properties: { isEnabled: true } }
  }
}
