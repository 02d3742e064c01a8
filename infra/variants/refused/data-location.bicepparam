using '../../main.bicep'

// Refused: Communication Services would keep its data in UK, outside of japan.
param stamp = 'refused'
param geography = 'japan'
param location = 'japaneast'
param communicationDataLocation = 'UK'
param timeZone = 'Asia/Tokyo'
param languages = ['ja']
param retentionDays = 30
param apiClientId = '00000000-0000-0000-0000-0000000000aa'
param existingCommunicationName = 'contoso-communication'
param cosmosMaxThroughput = 0
param withWebPubSub = false
param alwaysReadyInstances = 0
param maximumInstances = 5
