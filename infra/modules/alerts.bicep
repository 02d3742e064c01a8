@description('Short name of the stamp.')
param stamp string

@description('Region.')
param location string

@description('Tags of the stamp.')
param tags object

@description('The Application Insights component that holds the telemetry.')
param insightsId string

@description('Who is written to.')
param address string

resource group 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${stamp}-alerts'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'switchboard'
    enabled: true
    emailReceivers: [{ name: 'operator', emailAddress: address, useCommonAlertSchema: true }]
  }
}

// The words are those that functions/ logs: `event quarantined` needs a person, failures of the tick stop offers.
var rules = [
  {
    name: 'quarantined'
    says: 'An event was kept aside because nobody will ever understand it.'
    query: 'traces | where message startswith "event quarantined"'
    windowSize: 'PT5M'
    threshold: 0
  }
  {
    name: 'secret-missing'
    says: 'A channel or look-ups cannot work, because the vault does not give their key.'
    query: 'traces | where message startswith "secret of a channel missing"'
    windowSize: 'PT5M'
    threshold: 0
  }
  {
    name: 'tick-failing'
    says: 'The routing tick fails: nobody is offered anything that an event missed.'
    query: 'requests | where name == "tick" and success == false'
    windowSize: 'PT5M'
    threshold: 0
  }
  {
    name: 'mail-failing'
    says: 'A mailbox cannot be read, or Microsoft Graph will not tell us of its mails: they come late, or not at all.'
    query: 'traces | where message startswith "mailbox not"'
    // A mailbox is looked at every two minutes; one fault of Graph is made good by the next look.
    windowSize: 'PT15M'
    threshold: 2
  }
  {
    name: 'calls-failing'
    says: 'Incoming calls end in an error.'
    query: 'requests | where name in ("incomingCall", "callCallback") and success == false'
    windowSize: 'PT5M'
    threshold: 0
  }
]

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: '${stamp}-${rule.name}'
    location: location
    tags: tags
    properties: {
      displayName: rule.name
      description: rule.says
      severity: 1
      enabled: true
      scopes: [insightsId]
      evaluationFrequency: 'PT5M'
      windowSize: rule.windowSize
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: rule.threshold
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      autoMitigate: true
      actions: { actionGroups: [group.id] }
    }
  }
]
