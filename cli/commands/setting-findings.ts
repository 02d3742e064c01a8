import { settingsSchema, VAULT_REFERENCE } from '../../shared/contracts/settings';
import type { Finding } from './finding';

/** An empty setting counts as missing, as the portal leaves them behind. */
export function settingFindings(settings: Readonly<Record<string, string>>): readonly Finding[] {
  return Object.entries(settingsSchema.shape).map(([name, schema]): Finding => {
    const value = settings[name] ?? '';
    const what = `setting ${name}`;
    const parsed = schema.safeParse(value === '' ? undefined : value);
    const remedy = 'Deploy the template again (node infra/deploy.mjs): it sets every one.';
    if (!parsed.success) {
      const found = value === '' ? 'is not set' : (parsed.error.issues[0]?.message ?? 'is wrong');
      return { what, state: 'missing', found, remedy };
    }
    // The Azure CLI lists a reference as it stands; whether it leads anywhere is asked apart.
    const isUnreadable = (parsed.data as { kind?: string } | undefined)?.kind === 'unreadable';
    return isUnreadable && !value.startsWith(VAULT_REFERENCE)
      ? { what, state: 'missing', found: 'is no such key', remedy: `Put the key into the vault. ${remedy}` }
      : { what, state: 'ok' };
  });
}
