@description('Name of the Email Communication Services resource.')
param name string

@description('The domain whose mailboxes send, like contoso.example.')
param domain string

@description('Where its data is kept at rest.')
param dataLocation string

@description('Tags of the stamp.')
param tags object

resource service 'Microsoft.Communication/emailServices@2023-04-01' = {
  name: name
  location: 'global'
  tags: tags
  properties: { dataLocation: dataLocation }

  resource mailDomain 'domains' = {
    name: domain
    location: 'global'
    tags: tags
    properties: { domainManagement: 'CustomerManaged', userEngagementTracking: 'Disabled' }
  }
}

@description('Links to the Communication Services resource, once the records below stand in the DNS of the domain.')
output id string = service::mailDomain.id

@description('What the DNS of the domain must say before it may send.')
output records object = service::mailDomain.properties.verificationRecords
