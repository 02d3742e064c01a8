using '../main.bicep'

// As little as a stamp can have: serverless, nothing told at once, nobody alerted, an ACS resource that is there already.
param stamp = 'least'
param geography = 'japan'
param location = 'japaneast'
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
