using '../main.bicep'

param stamp = readEnvironmentVariable('SWITCHBOARD_STAMP', 'switchboard')
param geography = 'europe'
param location = 'westeurope'
param communicationDataLocation = 'Europe'
param apiClientId = readEnvironmentVariable('SWITCHBOARD_API_CLIENT_ID', '')
param existingCommunicationName = readEnvironmentVariable('SWITCHBOARD_COMMUNICATION_NAME', '')
param withSubscriptions = readEnvironmentVariable('SWITCHBOARD_WITH_SUBSCRIPTIONS', 'false') == 'true'
