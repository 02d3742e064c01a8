import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { settingsSchema } from '../../shared/contracts/settings';
import { CONTAINERS } from '../../shared/store/cosmos/containers';

const INFRA = join(__dirname, '../../infra');
const infra = (file: string): string => readFileSync(join(INFRA, file), 'utf8');

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

interface Expanded {
  readonly type: string;
  readonly name: string;
  readonly location?: string;
  readonly sku?: { readonly name: string };
  readonly properties?: object;
}
const { strays } = createRequire(__filename)(join(INFRA, 'geography.cjs')) as {
  strays(geography: string, resources: readonly Expanded[]): readonly string[];
};
const GEOGRAPHIES = ['australia', 'europe', 'japan', 'unitedkingdom', 'unitedstates'];
const expanded = (geography: string): readonly Expanded[] =>
  (JSON.parse(infra(`geographies/${geography}.snapshot.json`)) as { predictedResources: Expanded[] })
    .predictedResources;

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

test('every function that Event Grid triggers is subscribed, and every subscription has its function', () => {
  const functions = join(INFRA, '../functions');
  const sources = readdirSync(functions, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(?<!test)\.ts$/.test(file),
  );
  const triggered = sources.flatMap((file) =>
    [...readFileSync(join(functions, file), 'utf8').matchAll(/onEvent\('(\w+)'/g)].map(([, name = '']) => name),
  );
  const subscribed = JSON.parse(infra('event-subscriptions.json')) as { function: string; eventTypes: string[] }[];
  expect(triggered.sort()).toEqual(subscribed.map((one) => one.function).sort());
  const types = subscribed.flatMap(({ eventTypes }) => eventTypes);
  const handled = [
    ...`${readAll('shared/channels')}${readAll('shared/ports')}${readAll('functions')}`.matchAll(
      /'(Microsoft\.Communication\.\w+|Switchboard\.\w+)'/g,
    ),
  ];
  // Call Automation reports to a callback, not by a subscription.
  const byEventGrid = new Set(handled.map(([, type = '']) => type).filter((type) => EVENT_GRID.test(type)));
  expect([...byEventGrid].filter((type) => !types.includes(type))).toEqual([]);
});

const EVENT_GRID =
  /IncomingCall$|ChatMessageReceivedInThread$|SMS\w+$|EmailDelivery\w+$|^Switchboard\.(WorkQueued|AgentStateChanged|MailNotified)$/;
const readAll = (folder: string): string =>
  readdirSync(join(INFRA, '..', folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(INFRA, '..', folder, file), 'utf8'))
    .join('\n');
