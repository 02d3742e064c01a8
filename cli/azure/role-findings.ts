import { z } from 'zod';
import { findingOf, type Finding } from '../commands/finding';
import { DEAD_LETTER_ROLE, NEEDED_ROLES, ROLES_BY_PART } from '../commands/needed-in-azure';
import { DEPLOY_AGAIN, notShown } from './app-findings';
import { shapeOf, type Azure } from './azure';
import { groupPath, type Inventory, type PartType } from './inventory';
import type { Identity } from './rights-findings';

/** What the identity of the app may do with the other resources, and that the topics may keep what they cannot deliver. */
export async function roleAssignmentFindings(
  azure: Azure,
  inventory: Inventory,
  { principalId }: Identity,
): Promise<readonly Finding[]> {
  const ofApp = [
    await appFindings(azure, inventory, principalId),
    await cosmosFindings(azure, inventory, principalId, 'the app'),
  ].flat();
  const ofTopics = await Promise.all(TOPICS.map((type) => topicFindings(azure, inventory, type)));
  return [...ofApp, ...ofTopics.flat()];
}

const assignments = z.looseObject({
  value: z.array(
    z.looseObject({ properties: z.looseObject({ principalId: z.string(), roleDefinitionId: z.string() }) }),
  ),
});

/** Whose roles a finding is about, in words. */
type Holder = 'the app' | 'the container';

/** Roles that somebody holds in the group or what is in it, by their ids; a finding where that is not shown. */
export async function rolesOf(
  azure: Azure,
  { place }: Inventory,
  principalId: string,
  whose: string,
): Promise<ReadonlySet<string> | Finding> {
  const path = `${groupPath(place)}/providers/Microsoft.Authorization/roleAssignments?$filter=principalId eq '${principalId}'`;
  const answered = await azure.arm(path, '2022-04-01');
  const listed = shapeOf(answered, assignments);
  if (listed === undefined) return notShown(`roles of ${whose}`, answered, 'Reader');
  const own = listed.value.filter(({ properties }) => properties.principalId === principalId);
  return new Set(own.map(({ properties }) => properties.roleDefinitionId.split('/').at(-1) ?? ''));
}

async function appFindings(azure: Azure, inventory: Inventory, principalId: string): Promise<readonly Finding[]> {
  const held = await rolesOf(azure, inventory, principalId, 'the app');
  if ('state' in held) return [held];
  const wanted = [
    ...Object.entries(NEEDED_ROLES),
    ...ROLES_BY_PART.filter(({ part }) => inventory.find(part) !== undefined).map(
      ({ id, name }) => [id, name] as const,
    ),
  ];
  const remedy = `${DEPLOY_AGAIN} It assigns every role.`;
  return wanted.map(([id, name]) =>
    findingOf(`role ${name}`, held.has(id), 'the identity of the app does not have it', remedy),
  );
}

/** Cosmos DB keeps roles of its data plane by itself. */
const COSMOS_CONTRIBUTOR = '00000000-0000-0000-0000-000000000002';

export async function cosmosFindings(
  azure: Azure,
  inventory: Inventory,
  principalId: string,
  holder: Holder,
): Promise<readonly Finding[]> {
  const account = inventory.find('Microsoft.DocumentDB/databaseAccounts');
  if (account === undefined) return [];
  const what = `role Cosmos DB Built-in Data Contributor${holder === 'the app' ? '' : ` of ${holder}`}`;
  const answered = await azure.arm(`${account.id}/sqlRoleAssignments`, '2024-05-15');
  const listed = shapeOf(answered, assignments);
  if (listed === undefined) return [notShown(what, answered, 'Reader')];
  const isHeld = listed.value.some(
    ({ properties }) =>
      properties.principalId === principalId && properties.roleDefinitionId.endsWith(COSMOS_CONTRIBUTOR),
  );
  return [findingOf(what, isHeld, `the identity of ${holder} does not have it`, DEPLOY_AGAIN)];
}

const TOPICS = ['Microsoft.EventGrid/systemTopics', 'Microsoft.EventGrid/topics'] as const satisfies PartType[];
const topicShape = z.looseObject({ identity: z.looseObject({ principalId: z.string().nullish() }).nullish() });

/** Without it what a topic cannot deliver is lost, though its subscriptions say that it is kept. */
async function topicFindings(azure: Azure, inventory: Inventory, type: PartType): Promise<readonly Finding[]> {
  const topic = inventory.find(type);
  if (topic === undefined) return [];
  const what = `role ${DEAD_LETTER_ROLE.name} of ${topic.name}`;
  const answered = await azure.arm(topic.id, '2025-02-15');
  const shown = shapeOf(answered, topicShape);
  if (shown === undefined) return [notShown(what, answered, 'Reader')];
  const principalId = shown.identity?.principalId ?? null;
  if (principalId === null) return [findingOf(what, false, 'the topic has no identity of its own', DEPLOY_AGAIN)];
  const held = await rolesOf(azure, inventory, principalId, topic.name);
  if ('state' in held) return [held];
  return [findingOf(what, held.has(DEAD_LETTER_ROLE.id), 'what it cannot deliver it may not keep', DEPLOY_AGAIN)];
}
