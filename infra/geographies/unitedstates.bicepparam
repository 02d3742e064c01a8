using '../main.bicep'

param stamp = readEnvironmentVariable('SWITCHBOARD_STAMP', 'switchboard')
param geography = 'unitedstates'
param location = 'eastus2'
param communicationDataLocation = 'United States'
param apiClientId = readEnvironmentVariable('SWITCHBOARD_API_CLIENT_ID', '')
param existingCommunicationName = readEnvironmentVariable('SWITCHBOARD_COMMUNICATION_NAME', '')
param withSubscriptions = readEnvironmentVariable('SWITCHBOARD_WITH_SUBSCRIPTIONS', 'false') == 'true'
