using '../main.bicep'

param stamp = readEnvironmentVariable('SWITCHBOARD_STAMP', 'switchboard')
param geography = 'unitedstates'
param location = 'eastus2'
param communicationDataLocation = 'United States'
param apiClientId = readEnvironmentVariable('SWITCHBOARD_API_CLIENT_ID', '')
param bot = {
  appId: readEnvironmentVariable('SWITCHBOARD_BOT_APP_ID', '')
  tenantId: readEnvironmentVariable('SWITCHBOARD_BOT_TENANT_ID', '')
}
param mailClientState = readEnvironmentVariable('SWITCHBOARD_MAIL_CLIENT_STATE', '')
param chatServiceUserId = readEnvironmentVariable('SWITCHBOARD_CHAT_SERVICE_USER_ID', '')
param existingCommunicationName = readEnvironmentVariable('SWITCHBOARD_COMMUNICATION_NAME', '')
param withSubscriptions = readEnvironmentVariable('SWITCHBOARD_WITH_SUBSCRIPTIONS', 'false') == 'true'
