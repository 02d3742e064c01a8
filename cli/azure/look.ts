import { z } from 'zod';
import type { Finding } from '../commands/finding';
import { settingFindings } from '../commands/setting-findings';
import { appSettings, eventFindings, notShown, partFindings, secretFindings } from './app-findings';
import { shapeOf, type Azure } from './azure';
import { inventoryOf, type Place } from './inventory';
import { expiryFindings, quotaFindings } from './limit-findings';
import { containerFindings } from './container-findings';
import { consentFindings, identityOf, registrationFindings } from './rights-findings';
import { roleAssignmentFindings } from './role-findings';

const site = z.looseObject({ properties: z.looseObject({ defaultHostName: z.string() }) });

/** What Azure itself says of a stamp. `now` in milliseconds since the epoch: what ends soon is told. */
export async function azureFindings(azure: Azure, place: Place, now: number): Promise<readonly Finding[]> {
  const inventory = await inventoryOf(azure, place);
  const found = inventory.find('Microsoft.Web/sites');
  const host = found && shapeOf(await azure.arm(found.id, '2024-04-01'), site)?.properties.defaultHostName;
  const settings = await appSettings(azure, inventory);
  const identity = await identityOf(azure, inventory, 'app');
  const apiClientId = settings?.['API_AUDIENCE']?.split(',')[0]?.trim() ?? '';
  return [
    ...partFindings(inventory),
    ...(settings === undefined ? [SETTINGS_NOT_SHOWN] : settingFindings(settings)),
    ...(await secretFindings(azure, inventory)),
    ...(await eventFindings(azure, inventory)),
    ...(identity === undefined ? [] : await roleAssignmentFindings(azure, inventory, identity)),
    ...(await containerFindings(azure, inventory, settings && (settings['TRANSCRIPTS_ADDRESS'] ?? ''))),
    ...(identity === undefined ? [] : await consentFindings(azure, identity)),
    ...(apiClientId === '' ? [] : await registrationFindings(azure, apiClientId)),
    ...(await quotaFindings(azure, inventory)),
    ...(await expiryFindings(azure, inventory, host ?? null, now)),
  ];
}

const SETTINGS_NOT_SHOWN = notShown(
  'application settings',
  { kind: 'refused', status: 403, code: 'AuthorizationFailed' },
  'Website Contributor',
);
