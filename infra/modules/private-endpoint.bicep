@description('Name of the endpoint.')
param name string

@description('Region.')
param location string

@description('Tags of the stamp.')
param tags object

@description('The network whose members find the resource by its private address.')
param networkId string

@description('The subnet that the endpoint is in.')
param subnetId string

@description('The resource that is reached.')
param resourceId string

@description('Which part of the resource: `blob`, `queue`, `table`, `Sql`, `vault`.')
param part string

@description('The private DNS zone of that part.')
param zoneName string

resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: { id: subnetId }
    privateLinkServiceConnections: [
      { name: name, properties: { privateLinkServiceId: resourceId, groupIds: [part] } }
    ]
  }

  resource addresses 'privateDnsZoneGroups' = {
    name: 'default'
    properties: { privateDnsZoneConfigs: [{ name: part, properties: { privateDnsZoneId: zone.id } }] }
  }
}

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: zoneName
  location: 'global'
  tags: tags

  resource link 'virtualNetworkLinks' = {
    name: uniqueString(networkId)
    location: 'global'
    properties: { registrationEnabled: false, virtualNetwork: { id: networkId } }
  }
}
