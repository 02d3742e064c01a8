import { z } from 'zod';
import { CliError } from '../told';
import { shapeOf, type Azure } from './azure';

/** A resource group of a subscription. */
export interface Place {
  readonly subscriptionId: string;
  readonly group: string;
}

const resource = z.looseObject({ id: z.string(), name: z.string(), type: z.string(), location: z.string() });
export type Resource = z.infer<typeof resource>;

const IDENTITY = 'Microsoft.ManagedIdentity/userAssignedIdentities';

/** What a stamp consists of, by its type in Azure; `isOptional`: a parameter leaves it out. */
const PARTS = [
  ['Microsoft.Web/sites', 'function app', false],
  [IDENTITY, 'identity of the app', false],
  ['Microsoft.DocumentDB/databaseAccounts', 'Cosmos DB account', false],
  ['Microsoft.Storage/storageAccounts', 'storage account', false],
  ['Microsoft.Communication/communicationServices', 'Communication Services', false],
  ['Microsoft.EventGrid/systemTopics', 'topic of Communication Services', false],
  ['Microsoft.EventGrid/topics', 'topic of our own events', false],
  ['Microsoft.BotService/botServices', 'bot registration', false],
  ['Microsoft.KeyVault/vaults', 'key vault', false],
  ['Microsoft.Insights/components', 'Application Insights', false],
  ['Microsoft.SignalRService/webPubSub', 'Web PubSub', true],
  ['Microsoft.DurableTask/schedulers', 'Durable Task Scheduler', true],
  ['Microsoft.App/containerApps', 'container for the words of calls', true],
  ['Microsoft.ContainerRegistry/registries', 'registry of its image', true],
] as const;
export type PartType = (typeof PARTS)[number][0];

/** Ends of the names that the template gives to identities. */
export type IdentityOf = 'app' | 'transcripts';

export interface Inventory {
  readonly place: Place;
  find(type: PartType): Resource | undefined;
  /** The identity that a part of the stamp acts as, by the end of its name. */
  identityOf(part: IdentityOf): Resource | undefined;
  /** What is needed and not there, in words. */
  readonly missing: readonly string[];
}

export const groupPath = ({ subscriptionId, group }: Place): string =>
  `/subscriptions/${subscriptionId}/resourceGroups/${group}`;

/** All resources of the group. Without them nothing else can be said, so a refusal ends the command. */
export async function inventoryOf(azure: Azure, place: Place): Promise<Inventory> {
  const answered = await azure.arm(`${groupPath(place)}/resources`, '2021-04-01');
  const listed = shapeOf(answered, z.looseObject({ value: z.array(resource) }));
  if (answered.kind === 'refused' || listed === undefined)
    throw new CliError(
      'unreachable',
      `Azure does not show the resource group ${place.group} (${answered.kind === 'refused' ? answered.code : ''}). The role Reader on it is needed.`,
    );
  const identities = listed.value.filter(({ type }) => type.toLowerCase() === IDENTITY.toLowerCase());
  const find = (type: PartType) => listed.value.find((one) => one.type.toLowerCase() === type.toLowerCase());
  const identityOf = (part: IdentityOf) => identities.find(({ name }) => name.endsWith(`-${part}`));
  const isThere = (type: PartType) => (type === IDENTITY ? identityOf('app') : find(type)) !== undefined;
  return {
    place,
    find,
    identityOf,
    missing: PARTS.filter(([type, , isOptional]) => !isOptional && !isThere(type)).map(([, words]) => words),
  };
}
