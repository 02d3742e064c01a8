import { z } from 'zod';
import { findingOf, type Finding } from '../commands/finding';
import { PULL_ROLE } from '../commands/needed-in-azure';
import { DEPLOY_AGAIN, notShown } from './app-findings';
import { shapeOf, type Azure } from './azure';
import type { Inventory, Resource } from './inventory';
import { identityOf } from './rights-findings';
import { cosmosFindings, rolesOf } from './role-findings';

const WHAT = 'container for the words of calls';

const shape = z.looseObject({
  properties: z.looseObject({
    latestReadyRevisionName: z.string().nullish(),
    configuration: z.looseObject({ ingress: z.looseObject({ fqdn: z.string() }).nullish() }),
  }),
});

/**
 * The container that writes down calls, where the stamp has one: that it runs, may keep what is said, and that the app knows it.
 * `address` is what the app is told, undefined where its settings are not shown.
 */
export async function containerFindings(
  azure: Azure,
  inventory: Inventory,
  address: string | undefined,
): Promise<readonly Finding[]> {
  const container = inventory.find('Microsoft.App/containerApps');
  if (container === undefined) return [];
  return [...(await runs(azure, container, address)), ...(await mayKeep(azure, inventory))];
}

async function runs(azure: Azure, container: Resource, address: string | undefined): Promise<readonly Finding[]> {
  const answered = await azure.arm(container.id, '2024-03-01');
  const shown = shapeOf(answered, shape);
  if (shown === undefined) return [notShown(WHAT, answered, 'Reader')];
  const { latestReadyRevisionName: ready, configuration } = shown.properties;
  const own = `wss://${configuration.ingress?.fqdn ?? ''}`;
  const isReady = Boolean(ready);
  const found = findingOf(
    WHAT,
    isReady,
    'no revision of it was ever ready',
    'Look at its log: the image, or a setting.',
  );
  if (address === undefined) return [found];
  const isKnown = findingOf(
    `address of the ${WHAT}`,
    address === own,
    'the app is told another one, or none',
    DEPLOY_AGAIN,
  );
  return [found, isKnown];
}

async function mayKeep(azure: Azure, inventory: Inventory): Promise<readonly Finding[]> {
  const identity = await identityOf(azure, inventory, 'transcripts');
  if (identity === undefined)
    return [findingOf(`identity of the ${WHAT}`, false, 'there is none, or it is not shown', DEPLOY_AGAIN)];
  const { principalId } = identity;
  return [
    ...(await cosmosFindings(azure, inventory, principalId, 'the container')),
    ...(await pulls(azure, inventory, principalId)),
  ];
}

/** Of a registry elsewhere nothing can be seen here; that the container runs says enough of it. */
async function pulls(azure: Azure, inventory: Inventory, principalId: string): Promise<readonly Finding[]> {
  if (inventory.find('Microsoft.ContainerRegistry/registries') === undefined) return [];
  const held = await rolesOf(azure, inventory, principalId, 'the container');
  if ('state' in held) return [held];
  const what = `role ${PULL_ROLE.name} of the container`;
  return [findingOf(what, held.has(PULL_ROLE.id), 'it may not pull its image', DEPLOY_AGAIN)];
}
