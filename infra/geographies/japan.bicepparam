using '../main.bicep'

param stamp = readEnvironmentVariable('SWITCHBOARD_STAMP', 'switchboard')
param geography = 'japan'
param location = 'japaneast'
param communicationDataLocation = 'Japan'
param timeZone = 'Asia/Tokyo'
param languages = ['ja', 'en']
param retentionDays = 30
param apiClientId = readEnvironmentVariable('SWITCHBOARD_API_CLIENT_ID', '')
param existingCommunicationName = readEnvironmentVariable('SWITCHBOARD_COMMUNICATION_NAME', '')
param telesignCustomerId = readEnvironmentVariable('SWITCHBOARD_TELESIGN_CUSTOMER_ID', '')
param transcriptsImage = readEnvironmentVariable('SWITCHBOARD_TRANSCRIPTS_IMAGE', '')
param transcriptsRegistry = readEnvironmentVariable('SWITCHBOARD_TRANSCRIPTS_REGISTRY', '')
param lookUpHosts = readEnvironmentVariable('SWITCHBOARD_LOOK_UP_HOSTS', '')
param deskClientId = readEnvironmentVariable('SWITCHBOARD_DESK_CLIENT_ID', '')
param widgetOrigins = readEnvironmentVariable('SWITCHBOARD_WIDGET_ORIGINS', '')
param webPubSubUnits = int(readEnvironmentVariable('SWITCHBOARD_WEB_PUBSUB_UNITS', '1'))
param alertAddress = readEnvironmentVariable('SWITCHBOARD_ALERT_ADDRESS', '')
param monthlyBudget = int(readEnvironmentVariable('SWITCHBOARD_MONTHLY_BUDGET', '0'))
param withDurableTaskScheduler = readEnvironmentVariable('SWITCHBOARD_DURABLE_TASK_SCHEDULER', 'false') == 'true'
param withPrivateNetworking = readEnvironmentVariable('SWITCHBOARD_PRIVATE_NETWORKING', 'false') == 'true'
param withAgentFigures = readEnvironmentVariable('SWITCHBOARD_AGENT_FIGURES', 'on') != 'off'
param zoneRedundant = readEnvironmentVariable('SWITCHBOARD_ZONE_REDUNDANT', 'false') == 'true'
param withSubscriptions = readEnvironmentVariable('SWITCHBOARD_WITH_SUBSCRIPTIONS', 'false') == 'true'
