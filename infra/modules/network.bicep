@description('Short name of the stamp.')
param stamp string

@description('Region.')
param location string

@description('Tags of the stamp.')
param tags object

// 10.60.0.0/16 holds the app's subnet, which Flex Consumption wants to itself, one for private endpoints, and one for containers.
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: '${stamp}-network'
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: ['10.60.0.0/16'] }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: '10.60.0.0/24'
          delegations: [{ name: 'flex', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      { name: 'endpoints', properties: { addressPrefix: '10.60.1.0/24' } }
      {
        name: 'containers'
        properties: {
          addressPrefix: '10.60.2.0/24'
          delegations: [{ name: 'containers', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
    ]
  }
}

output id string = network.id
output appSubnetId string = '${network.id}/subnets/app'
output containerSubnetId string = '${network.id}/subnets/containers'
output endpointSubnetId string = '${network.id}/subnets/endpoints'
