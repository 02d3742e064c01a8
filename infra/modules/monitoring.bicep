@description('Short name of the stamp.')
param stamp string

@description('Region.')
param location string

@description('Tags of the stamp.')
param tags object

@description('Principal that publishes telemetry.')
param publisherId string

@description('Days that logs are kept. They hold ids only, never names, addresses or texts.')
param retentionDays int

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${stamp}-logs'
  location: location
  tags: tags
  properties: { sku: { name: 'PerGB2018' }, retentionInDays: retentionDays }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: '${stamp}-insights'
  location: location
  tags: tags
  kind: 'web'
  properties: { Application_Type: 'web', WorkspaceResourceId: workspace.id, DisableLocalAuth: true }
}

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(insights.id, 'switchboard')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Switchboard'
    category: 'workbook'
    sourceId: insights.id
    serializedData: loadTextContent('../workbook.json')
  }
}

var metricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'

resource publishes 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, publisherId, metricsPublisher)
  scope: insights
  properties: {
    principalId: publisherId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', metricsPublisher)
  }
}

output id string = insights.id
output workspaceId string = workspace.id
output connectionString string = insights.properties.ConnectionString
