using '../../main.bicep'

// Refused: eastus is not in japan.
param stamp = 'refused'
param geography = 'japan'
param location = 'eastus'
param communicationDataLocation = 'Japan'
param timeZone = 'Asia/Tokyo'
param languages = ['ja']
param retentionDays = 30
param apiClientId = '00000000-0000-0000-0000-0000000000aa'
param existingCommunicationName = 'contoso-communication'
param cosmosMaxThroughput = 0
param withWebPubSub = false
param alwaysReadyInstances = 0
param maximumInstances = 5
