import { z } from 'zod';
import { findingOf, type Finding } from '../commands/finding';
import { NEEDED_EVENTS, NEEDED_OWN_EVENTS } from '../commands/needed-in-azure';
import { shapeOf, type Answered, type Azure } from './azure';
import type { Inventory, PartType } from './inventory';

export const DEPLOY_AGAIN = 'Deploy the template again: node infra/deploy.mjs <geography> <group>.';
const SECOND_PASS = 'Deploy the second pass again: node infra/deploy.mjs <geography> <group> --only-subscriptions.';

/** What the caller was not shown is no fault of the stamp. */
export const notShown = (what: string, answered: Answered, role: string): Finding => ({
  what,
  state: 'unsure',
  found: answered.kind === 'refused' ? `Azure does not show it to you (${answered.code})` : 'it is not there',
  remedy: `Ask again with the role ${role} on the resource group.`,
});

export const partFindings = ({ missing }: Inventory): readonly Finding[] =>
  missing.length === 0
    ? [{ what: 'resources of the stamp', state: 'ok' }]
    : missing.map((what): Finding => ({
        what,
        state: 'missing',
        found: 'there is none in the group',
        remedy: DEPLOY_AGAIN,
      }));

/** The application settings; undefined where they are not shown. */
export async function appSettings(
  azure: Azure,
  inventory: Inventory,
): Promise<Readonly<Record<string, string>> | undefined> {
  const site = inventory.find('Microsoft.Web/sites');
  if (site === undefined) return undefined;
  const answered = await azure.arm(`${site.id}/config/appsettings/list`, '2024-04-01', 'POST');
  return shapeOf(answered, z.looseObject({ properties: z.record(z.string(), z.string()) }))?.properties;
}

const references = z.looseObject({
  value: z.array(
    z.looseObject({
      name: z.string(),
      properties: z.looseObject({ status: z.string(), secretName: z.string().nullish() }),
    }),
  ),
});

/** Whether the platform can follow each reference to the vault: the settings themselves do not tell. */
export async function secretFindings(azure: Azure, inventory: Inventory): Promise<readonly Finding[]> {
  const site = inventory.find('Microsoft.Web/sites');
  if (site === undefined) return [];
  const answered = await azure.arm(`${site.id}/config/configreferences/appsettings`, '2024-04-01');
  const listed = shapeOf(answered, references);
  if (listed === undefined) return [notShown('secrets of the vault', answered, 'Website Contributor')];
  return listed.value.map(({ name, properties }) =>
    findingOf(
      `secret of ${name}`,
      properties.status === 'Resolved',
      `the vault does not give it (${properties.status})`,
      `az keyvault secret set --vault-name <vault> --name ${properties.secretName ?? '<secret>'} --value <value>, then restart the app.`,
    ),
  );
}

const named = z.looseObject({ value: z.array(z.looseObject({ name: z.string() })) });

/** The functions that were published; undefined where they are not shown. */
async function publishedFunctions(azure: Azure, inventory: Inventory): Promise<ReadonlySet<string> | undefined> {
  const site = inventory.find('Microsoft.Web/sites');
  if (site === undefined) return new Set();
  const listed = shapeOf(await azure.arm(`${site.id}/functions`, '2024-04-01'), named);
  return listed && new Set(listed.value.map(({ name }) => name.split('/').at(-1) ?? ''));
}

const subscriptions = z.looseObject({
  value: z.array(
    z.looseObject({
      properties: z.looseObject({
        provisioningState: z.string(),
        filter: z.looseObject({ includedEventTypes: z.array(z.string()).nullish() }).nullish(),
        destination: z
          .looseObject({ properties: z.looseObject({ resourceId: z.string().nullish() }).nullish() })
          .nullish(),
        deadLetterWithResourceIdentity: z.looseObject({ deadLetterDestination: z.looseObject({}).nullish() }).nullish(),
      }),
    }),
  ),
});

/** Every event that a function waits for is subscribed, delivered to a function that is there, and kept when that fails. */
export async function eventFindings(azure: Azure, inventory: Inventory): Promise<readonly Finding[]> {
  const functions = await publishedFunctions(azure, inventory);
  const published =
    functions === undefined
      ? []
      : [findingOf('code of the app', functions.size > 0, 'no function is published', DEPLOY_AGAIN)];
  return [
    ...published,
    ...(await topicFindings(azure, inventory, 'Microsoft.EventGrid/systemTopics', NEEDED_EVENTS, functions)),
    ...(await topicFindings(azure, inventory, 'Microsoft.EventGrid/topics', NEEDED_OWN_EVENTS, functions)),
  ];
}

async function topicFindings(
  azure: Azure,
  inventory: Inventory,
  type: PartType,
  events: readonly string[],
  functions: ReadonlySet<string> | undefined,
): Promise<readonly Finding[]> {
  const topic = inventory.find(type);
  if (topic === undefined) return [];
  const answered = await azure.arm(`${topic.id}/eventSubscriptions`, '2025-02-15');
  const listed = shapeOf(answered, subscriptions);
  if (listed === undefined) return [notShown(`event subscriptions of ${topic.name}`, answered, 'Reader')];
  return events.map((event): Finding => {
    const found = listed.value.find(
      ({ properties }) => properties.filter?.includedEventTypes?.includes(event) ?? false,
    );
    const why = faultOf(found?.properties, functions);
    return findingOf(`event subscription for ${event}`, why === null, why ?? '', SECOND_PASS);
  });
}

type Subscription = z.infer<typeof subscriptions>['value'][number]['properties'];

function faultOf(found: Subscription | undefined, functions: ReadonlySet<string> | undefined): string | null {
  if (found === undefined) return 'there is none';
  if (found.provisioningState !== 'Succeeded') return `it is ${found.provisioningState}`;
  const target = found.destination?.properties?.resourceId?.split('/functions/').at(-1);
  if (functions !== undefined && functions.size > 0 && (target === undefined || !functions.has(target)))
    return `it delivers to ${target ?? 'nowhere'}, which is not published`;
  // By the topic's identity: the storage account takes no keys.
  const isKept = (found.deadLetterWithResourceIdentity?.deadLetterDestination ?? null) !== null;
  return isKept ? null : 'what cannot be delivered is not kept';
}
