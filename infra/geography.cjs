// Whether every resource of a stamp stays in its geography.
const regions = require('./regions.json');

/** Kinds of resources that have no region, and why that is no way out. */
const WITHOUT_REGION = {
  'Microsoft.Communication/communicationServices': 'keeps data at its dataLocation, which is checked',
  'Microsoft.Communication/emailServices': 'keeps data at its dataLocation, which is checked',
  'Microsoft.Communication/emailServices/domains': 'as its service',
  'Microsoft.EventGrid/systemTopics': 'follows the resource whose events it brings',
  'Microsoft.BotService/botServices': 'a registration; agents write through Teams, which keeps their messages',
  'Microsoft.BotService/botServices/channels': 'as the registration',
  'Microsoft.Insights/actionGroups': 'holds the address of the operator',
  'Microsoft.Network/privateDnsZones': 'names only',
  'Microsoft.Network/privateDnsZones/virtualNetworkLinks': 'names only',
};

/** Resources that would leave the geography, each as a line that names it. `resources` are those of an expanded template. */
function strays(geography, resources) {
  const allowed = regions[geography];
  if (allowed === undefined) return [`${geography} is no geography of ours`];
  return resources.flatMap(({ type, name, location, sku, properties = {} }) => {
    const found = [];
    const isInside = location === undefined || allowed.regions.includes(location);
    if (!isInside && !(location === 'global' && type in WITHOUT_REGION))
      found.push(`${type} ${name} would be in ${location}`);
    if (properties.dataLocation !== undefined && !allowed.communicationDataLocations.includes(properties.dataLocation))
      found.push(`${type} ${name} would keep its data in ${properties.dataLocation}`);
    for (const one of properties.locations ?? [])
      if (!allowed.regions.includes(one.locationName))
        found.push(`${type} ${name} would copy its data to ${one.locationName}`);
    if (type.endsWith('storageAccounts') && /GRS|GZRS/.test(sku?.name ?? ''))
      found.push(`${type} ${name} would copy its data to another region`);
    return found;
  });
}

module.exports = { strays };
