import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { settingsSchema } from '../../shared/contracts/settings';
import { CONTAINERS } from '../../shared/store/cosmos/containers';
import { EVERYTHING, infra, INFRA, LEAST, ofType, snapshotOf, type Expanded } from './template';

test('the template makes the containers that the code uses', () => {
  expect(JSON.parse(infra('containers.json'))).toEqual(JSON.parse(JSON.stringify(Object.values(CONTAINERS))));
});

test('every parameter of the template and of its modules is described', () => {
  const files = ['main.bicep', ...readdirSync(join(INFRA, 'modules')).map((file) => `modules/${file}`)];
  const undescribed = files.flatMap((file) => {
    // A declaration with its decorators is a paragraph.
    const paragraphs = infra(file).split('\n\n');
    return paragraphs
      .filter((text) => /^param /m.test(text) && !text.includes('@description('))
      .map((text) => [file, text]);
  });
  expect(files.length).toBeGreaterThan(5);
  expect(undescribed).toEqual([]);
});

const { strays } = createRequire(__filename)(join(INFRA, 'geography.cjs')) as {
  strays(geography: string, resources: readonly Expanded[]): readonly string[];
};
const GEOGRAPHIES = ['australia', 'europe', 'japan', 'unitedkingdom', 'unitedstates'];
const expanded = (geography: string) => snapshotOf(`geographies/${geography}`);

describe('a geography', () => {
  test('each has its parameters and its golden snapshot', () => {
    const files = readdirSync(join(INFRA, 'geographies')).sort();
    expect(files).toEqual(GEOGRAPHIES.flatMap((name) => [`${name}.bicepparam`, `${name}.snapshot.json`]));
  });

  test.each(GEOGRAPHIES)('of %s keeps every resource of its stamp', (geography) => {
    expect(expanded(geography).length).toBeGreaterThan(30);
    expect(strays(geography, expanded(geography))).toEqual([]);
  });

  test('that a resource would leave is refused with the resource', () => {
    const account = 'Microsoft.DocumentDB/databaseAccounts';
    const europe = expanded('europe');
    const moved = (type: string, change: object) =>
      strays(
        'europe',
        europe.map((one) => (one.type === type ? { ...one, ...change } : one)),
      );
    expect(moved(account, { location: 'eastus' })).toEqual([
      expect.stringMatching(/^Microsoft.DocumentDB\S+ \S+ would be in eastus$/),
    ]);
    expect(moved(account, { properties: { locations: [{ locationName: 'uksouth' }] } })).toHaveLength(1);
    expect(moved('Microsoft.Communication/communicationServices', { properties: { dataLocation: 'UK' } })).toHaveLength(
      1,
    );
    expect(moved('Microsoft.Storage/storageAccounts', { sku: { name: 'Standard_GRS' } })).toHaveLength(1);
    expect(moved('Microsoft.KeyVault/vaults', { location: 'global' })).toHaveLength(1);
    expect(strays('atlantis', europe)).toEqual(['atlantis is no geography of ours']);
  });

  test('expands to the containers of the code', () => {
    const made = expanded('japan').filter(({ type }) => type.endsWith('sqlDatabases/containers'));
    expect(made.map(({ name }) => name.split('/').at(-1)).sort()).toEqual(Object.keys(CONTAINERS).sort());
  });
});

describe('a variant of a stamp', () => {
  test('each has its golden snapshot and stays in its geography', () => {
    const files = readdirSync(join(INFRA, 'variants')).sort();
    expect(files).toEqual([
      ...['everything', 'least'].flatMap((name) => [`${name}.bicepparam`, `${name}.snapshot.json`]),
      'refused',
    ]);
    expect(strays('europe', EVERYTHING)).toEqual([]);
    expect(strays('japan', LEAST)).toEqual([]);
  });

  test('with zones has its data, its code and its plan in several', () => {
    const [account] = ofType(EVERYTHING, 'DocumentDB/databaseAccounts');
    expect(account?.properties).toMatchObject({ locations: [{ locationName: 'northeurope', isZoneRedundant: true }] });
    expect(ofType(EVERYTHING, 'Storage/storageAccounts')[0]?.sku?.name).toBe('Standard_ZRS');
    expect(ofType(EVERYTHING, 'Web/serverfarms')[0]?.properties).toMatchObject({ zoneRedundant: true });
    expect(ofType(LEAST, 'Storage/storageAccounts')[0]?.sku?.name).toBe('Standard_LRS');
  });

  test('with private networking opens its data to nobody else', () => {
    const [subnets] = ofType(EVERYTHING, 'Network/virtualNetworks');
    expect(subnets).toBeDefined();
    expect(
      ofType(EVERYTHING, 'Network/privateEndpoints')
        .map(({ name }) => name.replace('everything-', ''))
        .sort(),
    ).toEqual(['blob', 'queue', 'sql', 'table', 'vault']);
    for (const type of ['DocumentDB/databaseAccounts', 'KeyVault/vaults'])
      expect(ofType(EVERYTHING, type)[0]?.properties).toMatchObject({ publicNetworkAccess: 'Disabled' });
    // Event Grid, a trusted service, must still reach the account.
    expect(ofType(EVERYTHING, 'Storage/storageAccounts')[0]?.properties).toMatchObject({
      networkAcls: { defaultAction: 'Deny', bypass: 'AzureServices' },
    });
    expect(ofType(LEAST, 'Network/privateEndpoints')).toEqual([]);
  });

  test('on a Durable Task Scheduler has one with its hub and is told so by settings', () => {
    expect(ofType(EVERYTHING, 'DurableTask/schedulers')).toHaveLength(1);
    expect(ofType(EVERYTHING, 'DurableTask/schedulers/taskHubs')).toHaveLength(1);
    expect(ofType(LEAST, 'DurableTask/schedulers')).toEqual([]);
    expect(infra('modules/durable-task.bicep')).toContain("durableTask__storageProvider__type: 'azureManaged'");
  });

  test('with somebody to write to has alerts and a budget, and always its workbook', () => {
    expect(
      ofType(EVERYTHING, 'Insights/scheduledQueryRules')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(
      ['calls-failing', 'mail-failing', 'quarantined', 'secret-missing', 'tick-failing'].map(
        (name) => `everything-${name}`,
      ),
    );
    expect(ofType(EVERYTHING, 'Consumption/budgets')[0]?.properties).toMatchObject({ amount: 500 });
    expect(ofType(LEAST, 'Consumption/budgets')).toEqual([]);
    for (const stamp of [EVERYTHING, LEAST]) expect(ofType(stamp, 'Insights/workbooks')).toHaveLength(1);
  });

  test('keeps its documents serverless, or scales by itself; for analytics too where that is wished', () => {
    const [serverless] = ofType(LEAST, 'DocumentDB/databaseAccounts');
    expect(serverless?.properties).toMatchObject({
      capabilities: [{ name: 'EnableServerless' }],
      backupPolicy: { type: 'Continuous' },
    });
    const [scaling] = ofType(EVERYTHING, 'DocumentDB/databaseAccounts/sqlDatabases');
    expect(scaling?.properties).toMatchObject({ options: { autoscaleSettings: { maxThroughput: 4000 } } });
    expect(ofType(EVERYTHING, 'DocumentDB/databaseAccounts')[0]?.properties).toMatchObject({
      enableAnalyticalStorage: true,
    });
  });

  test('that has a mail domain has it verified before anything is sent, and keeps its data in the geography', () => {
    expect(ofType(EVERYTHING, 'Communication/emailServices')[0]?.properties).toMatchObject({ dataLocation: 'Europe' });
    expect(ofType(EVERYTHING, 'Communication/emailServices/domains')).toHaveLength(1);
    expect(ofType(LEAST, 'Communication/emailServices')).toEqual([]);
    expect(ofType(LEAST, 'Communication/communicationServices')).toEqual([]);
  });

  test('uses no keys where a service can do without', () => {
    for (const type of [
      'DocumentDB/databaseAccounts',
      'EventGrid/topics',
      'SignalRService/webPubSub',
      'BotService/botServices',
    ])
      expect(ofType(EVERYTHING, type)[0]?.properties).toMatchObject({ disableLocalAuth: true });
    expect(ofType(EVERYTHING, 'Storage/storageAccounts')[0]?.properties).toMatchObject({ allowSharedKeyAccess: false });
    for (const type of ['EventGrid/topics', 'EventGrid/systemTopics'])
      expect(ofType(EVERYTHING, type)[0]?.identity).toMatchObject({ type: 'SystemAssigned' });
  });
});

describe('application settings', () => {
  /** Keys of the objects that the template gives the app. */
  const given = new Set(
    [infra('main.bicep'), infra('modules/function-app.bicep')].flatMap((text) =>
      [...text.matchAll(/^ +([A-Z][A-Za-z]*_[A-Za-z_]+): /gm)].map(([, name = '']) => name),
    ),
  );
  const read = Object.keys(settingsSchema.shape);
  /** Right for the public cloud as they are; local Azure and sovereign clouds set them. */
  const HAS_DEFAULT = read.filter(
    (name) => settingsSchema.shape[name as keyof typeof settingsSchema.shape].safeParse(undefined).success,
  );
  /** What the platform, not our code, reads. */
  const PLATFORM = /^(AzureWebJobs|APPLICATIONINSIGHTS_|COSMOS__)/;

  test('that the code reads are set by the template, or have a default', () => {
    expect(read.filter((name) => !given.has(name) && !HAS_DEFAULT.includes(name))).toEqual([]);
  });

  test('that the template sets are read by the code or the platform', () => {
    expect(given.size).toBeGreaterThan(10);
    expect([...given].filter((name) => !read.includes(name) && !PLATFORM.test(name))).toEqual([]);
  });
});

describe('what an administrator chooses', () => {
  const variablesIn = (text: string) =>
    [...new Set([...text.matchAll(/\bSWITCHBOARD_\w+/g)].map(([name]) => name))].sort();
  /** What the two passes set for themselves. */
  const chosen = variablesIn(infra('geographies/europe.bicepparam')).filter(
    (name) => name !== 'SWITCHBOARD_WITH_SUBSCRIPTIONS',
  );

  test.each(GEOGRAPHIES)('is the same in %s', (geography) => {
    const found = variablesIn(infra(`geographies/${geography}.bicepparam`));
    expect(found).toEqual([...chosen, 'SWITCHBOARD_WITH_SUBSCRIPTIONS'].sort());
  });

  test('is described in docs/deploy.md, and nothing else is', () => {
    const rows = readFileSync(join(INFRA, '../docs/deploy.md'), 'utf8').match(/^\| `SWITCHBOARD_\w+`/gm) ?? [];
    expect(variablesIn(rows.join())).toEqual(chosen);
  });

  test('is handed on by the workflow: what it forgot, the next deployment would take away', () => {
    const workflow = readFileSync(join(INFRA, '../.github/workflows/deploy.yml'), 'utf8');
    expect(variablesIn(workflow)).toEqual(expect.arrayContaining(chosen));
    // A variable that nobody set is empty there, and that is no number.
    for (const name of ['SWITCHBOARD_MONTHLY_BUDGET', 'SWITCHBOARD_WEB_PUBSUB_UNITS'])
      expect(workflow).toMatch(new RegExp(`${name}: \\$\\{\\{ vars\\.${name} \\|\\| '\\d' \\}\\}`));
  });
});

test('a stamp lets the pages of the sites it is told call its API, without cookies, and no others', () => {
  const app = expanded('japan').find(({ type }) => type === 'Microsoft.Web/sites');
  expect(app?.properties).toMatchObject({ siteConfig: { cors: { allowedOrigins: [], supportCredentials: false } } });
  expect(infra('main.bicep')).toContain("origins: empty(widgetOrigins) ? [] : map(split(widgetOrigins, ',')");
});
