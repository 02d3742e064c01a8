@description('Short name of the stamp.')
param stamp string

@description('Region.')
param location string

@description('Tags of the stamp.')
param tags object

@description('The identity that the container acts as: not the app\'s, for it needs one right alone.')
param identity { id: string, clientId: string, principalId: string }

@description('Image of the container: `contoso.azurecr.io/switchboard-transcripts:1`.')
param image string

@description('Name of the Azure Container Registry in this group that the image lies in. Empty: it may be pulled by anybody.')
param registryName string

@description('The Cosmos DB account that what is said is kept in.')
param cosmosName string

@description('Where logs go: id of a Log Analytics workspace. They hold ids only.')
param workspaceId string

@description('Subnet of the stamp\'s network for containers. Empty: none.')
param subnetId string

@description('Spread over the zones of the region; needs the subnet.')
param zoneRedundant bool

@description('Settings of the container.')
param settings object

resource account 'Microsoft.DocumentDB/databaseAccounts@2024-05-15' existing = {
  name: cosmosName
}

resource contributor 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2024-05-15' = {
  parent: account
  name: guid(account.id, identity.id, 'contributor')
  properties: {
    principalId: identity.principalId
    roleDefinitionId: '${account.id}/sqlRoleDefinitions/00000000-0000-0000-0000-000000000002'
    scope: account.id
  }
}

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = if (!empty(registryName)) {
  name: registryName
}

// AcrPull.
var pull = '7f951dda-4ed3-4680-a7ca-43fe172d538d'

resource pulls 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(registryName)) {
  name: guid(resourceGroup().id, registryName, identity.id, pull)
  scope: registry
  properties: {
    principalId: identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', pull)
  }
}

resource place 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: '${stamp}-containers'
  location: location
  tags: tags
  properties: {
    // By a diagnostic setting, which needs no key of the workspace.
    appLogsConfiguration: { destination: 'azure-monitor' }
    vnetConfiguration: empty(subnetId) ? null : { infrastructureSubnetId: subnetId, internal: false }
    workloadProfiles: [{ name: 'Consumption', workloadProfileType: 'Consumption' }]
    zoneRedundant: zoneRedundant && !empty(subnetId)
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: place
  properties: { workspaceId: workspaceId, logs: [{ category: 'ContainerAppConsoleLogs', enabled: true }] }
}

resource transcripts 'Microsoft.App/containerApps@2024-03-01' = {
  name: '${stamp}-transcripts'
  location: location
  tags: tags
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
  properties: {
    environmentId: place.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      // Communication Services opens the socket, by TLS alone; who shows no token of our resource gets none.
      ingress: { external: true, targetPort: 8080, transport: 'http', allowInsecure: false }
      registries: empty(registryName) ? [] : [{ server: split(image, '/')[0], identity: identity.id }]
    }
    template: {
      // A call that goes on keeps its socket for two minutes after a new release has come.
      terminationGracePeriodSeconds: 120
      containers: [
        {
          name: 'transcripts'
          image: image
          resources: { cpu: json('0.5'), memory: '1Gi' }
          env: map(items(union(settings, { AZURE_CLIENT_ID: identity.clientId, PORT: '8080' })), one => {
            name: one.key
            value: one.value
          })
          probes: [
            { type: 'Startup', httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 2, failureThreshold: 30 }
            { type: 'Liveness', httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 10 }
          ]
        }
      ]
      // One that sleeps would miss the beginning of a call.
      scale: { minReplicas: 1, maxReplicas: 2 }
    }
  }
  dependsOn: [contributor, pulls]
}

@description('Where Communication Services opens its sockets.')
output address string = 'wss://${transcripts.properties.configuration.ingress.fqdn}'
