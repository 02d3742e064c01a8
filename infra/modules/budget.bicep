@description('Name of the budget.')
param name string

@description('What a month may cost, in the currency of the subscription.')
param amount int

@description('First day that counts: the first of a month.')
param startDate string

@description('Who is told at 80 and 100 percent, and when 100 percent is forecast.')
param contact string

resource budget 'Microsoft.Consumption/budgets@2023-11-01' = {
  name: name
  properties: {
    category: 'Cost'
    amount: amount
    timeGrain: 'Monthly'
    timePeriod: { startDate: startDate }
    notifications: {
      nearly: { enabled: true, operator: 'GreaterThan', threshold: 80, contactEmails: [contact] }
      spent: { enabled: true, operator: 'GreaterThan', threshold: 100, contactEmails: [contact] }
      forecast: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 100
        thresholdType: 'Forecasted'
        contactEmails: [contact]
      }
    }
  }
}
