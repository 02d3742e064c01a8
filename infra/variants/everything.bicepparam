using '../main.bicep'

// All that a stamp can have, in its second pass.
param stamp = 'everything'
param geography = 'europe'
param location = 'northeurope'
param botLocation = 'westeurope'
param communicationDataLocation = 'Europe'
param timeZone = 'Europe/Berlin'
param languages = ['de', 'en']
param retentionDays = 90
param apiClientId = '00000000-0000-0000-0000-0000000000aa'
param deskClientId = '00000000-0000-0000-0000-0000000000bb'
param cognitiveServicesEndpoint = 'https://speech.cognitiveservices.azure.com/'
param telesignCustomerId = 'customer'
param lookUpHosts = 'api.contoso.example'
param transcriptsImage = 'contoso.azurecr.io/switchboard-transcripts:1'
param transcriptsRegistry = 'contoso'
param widgetOrigins = 'https://www.contoso.example, https://shop.contoso.example'
param webPubSubUnits = 2
param mailDomain = 'contoso.example'
param mailDomainIsVerified = true
param alertAddress = 'operator@contoso.example'
param monthlyBudget = 500
param budgetFrom = '2026-11-01'
param withAnalyticalStore = true
param withDurableTaskScheduler = true
param withPrivateNetworking = true
param zoneRedundant = true
param withSubscriptions = true
