import { z } from 'zod';
import { findingOf, type Finding } from '../commands/finding';
import { notShown } from './app-findings';
import { shapeOf, type Azure } from './azure';
import { groupPath, type Inventory, type PartType } from './inventory';

const usages = z.looseObject({
  value: z.array(
    z.looseObject({
      name: z.looseObject({ value: z.string().nullish(), localizedValue: z.string().nullish() }),
      currentValue: z.number(),
      limit: z.number(),
    }),
  ),
});

/** Providers that count what a subscription has in a region. */
const COUNTED: readonly { readonly part: PartType; readonly provider: string; readonly apiVersion: string }[] = [
  { part: 'Microsoft.Web/sites', provider: 'Microsoft.Web', apiVersion: '2024-04-01' },
  { part: 'Microsoft.Storage/storageAccounts', provider: 'Microsoft.Storage', apiVersion: '2023-05-01' },
  { part: 'Microsoft.SignalRService/webPubSub', provider: 'Microsoft.SignalRService', apiVersion: '2024-03-01' },
];
const NEARLY = 0.8;

/** Quotas of the subscription in the region of the stamp of which four fifths are used. */
export async function quotaFindings(azure: Azure, inventory: Inventory): Promise<readonly Finding[]> {
  const { subscriptionId } = inventory.place;
  const asked = COUNTED.map(async ({ part, provider, apiVersion }) => {
    const found = inventory.find(part);
    if (found === undefined) return [];
    const path = `/subscriptions/${subscriptionId}/providers/${provider}/locations/${found.location}/usages`;
    const answered = await azure.arm(path, apiVersion);
    const listed = shapeOf(answered, usages);
    if (listed === undefined) return [notShown(`quotas of ${provider}`, answered, 'Reader')];
    const near = listed.value.filter(({ limit, currentValue }) => limit > 0 && currentValue >= limit * NEARLY);
    if (near.length === 0) return [{ what: `quotas of ${provider} in ${found.location}`, state: 'ok' as const }];
    return near.map(({ name, currentValue, limit }) => ({
      what: `quota ${name.localizedValue ?? name.value ?? ''} in ${found.location}`,
      state: 'missing' as const,
      found: `${currentValue} of ${limit} are used: the stamp may not grow when many call`,
      remedy: 'Ask for more: portal, Quotas, or az quota update.',
    }));
  });
  return (await Promise.all(asked)).flat();
}

const certificates = z.looseObject({
  value: z.array(
    z.looseObject({ name: z.string(), properties: z.looseObject({ expirationDate: z.string().nullish() }) }),
  ),
});
const secrets = z.looseObject({
  value: z.array(
    z.looseObject({
      name: z.string(),
      properties: z.looseObject({
        attributes: z.looseObject({ enabled: z.boolean().nullish(), exp: z.number().nullish() }).nullish(),
      }),
    }),
  ),
});
const DAY_MS = 86_400_000;
const NOTICE_MS = 30 * DAY_MS;

/** Certificates of the stamp's host and of custom domains, and secrets of the vault, that end within thirty days. */
export async function expiryFindings(
  azure: Azure,
  inventory: Inventory,
  host: string | null,
  now: number,
): Promise<readonly Finding[]> {
  const soon = (what: string, until: number, remedy: string): Finding =>
    findingOf(what, until - now > NOTICE_MS, `it ends on ${new Date(until).toISOString().slice(0, 10)}`, remedy);
  return [
    ...(await hostFindings(azure, host, soon)),
    ...(await customFindings(azure, inventory, soon)),
    ...(await vaultFindings(azure, inventory, soon)),
  ];
}

type Soon = (what: string, until: number, remedy: string) => Finding;

async function hostFindings(azure: Azure, host: string | null, soon: Soon): Promise<readonly Finding[]> {
  if (host === null) return [];
  const until = await azure.certificateUntil(host);
  const what = `certificate of ${host}`;
  return until === null
    ? [{ what, state: 'missing', found: 'the host shows none', remedy: 'Is the app running, and the name right?' }]
    : [soon(what, until, 'Azure renews its own; one of yours is bound anew in the portal.')];
}

async function customFindings(azure: Azure, inventory: Inventory, soon: Soon): Promise<readonly Finding[]> {
  const answered = await azure.arm(`${groupPath(inventory.place)}/providers/Microsoft.Web/certificates`, '2024-04-01');
  return (shapeOf(answered, certificates)?.value ?? []).flatMap(({ name, properties }) => {
    const until = Date.parse(properties.expirationDate ?? '');
    return Number.isNaN(until)
      ? []
      : [soon(`certificate ${name}`, until, 'Upload its successor and bind it: az webapp config ssl.')];
  });
}

async function vaultFindings(azure: Azure, inventory: Inventory, soon: Soon): Promise<readonly Finding[]> {
  const vault = inventory.find('Microsoft.KeyVault/vaults');
  if (vault === undefined) return [];
  const answered = await azure.arm(`${vault.id}/secrets`, '2023-07-01');
  const listed = shapeOf(answered, secrets);
  if (listed === undefined) return [notShown('secrets of the vault', answered, 'Reader')];
  return listed.value.flatMap(({ name, properties: { attributes } }): readonly Finding[] => {
    const what = `vault secret ${name}`;
    const remedy = `az keyvault secret set --vault-name ${vault.name} --name ${name} --value <value>`;
    if (attributes?.enabled === false) return [{ what, state: 'missing', found: 'it is disabled', remedy }];
    const until = attributes?.exp ?? null;
    return until === null ? [] : [soon(what, until * 1000, remedy)];
  });
}
