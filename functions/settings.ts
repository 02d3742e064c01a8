import { settingsSchema, type Settings } from '../shared/contracts/settings';

/** A setting is missing or wrong: nothing of the app can run. Names the settings, never their values. */
export class SettingsError extends Error {
  constructor(readonly names: readonly string[]) {
    super(`These application settings are missing or wrong: ${names.join(', ')}.`);
    this.name = 'SettingsError';
  }
}

/** The application settings, checked. An empty setting counts as missing, as the portal leaves them behind. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = settingsSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new SettingsError([...new Set(parsed.error.issues.map(({ path }) => String(path[0])))]);
}
