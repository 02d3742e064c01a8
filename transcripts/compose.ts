import { DefaultAzureCredential } from '@azure/identity';
import { transcriptsSettingsSchema, type TranscriptsSettings } from '../shared/contracts/settings';
import { compileFiles } from '../shared/flows/lib/compile-files';
import { liveConfigs } from '../shared/flows/lib/live-configs';
import type { Clock } from '../shared/ports/time-and-ids';
import type { Log, LogFacts } from '../shared/ports/log';
import { createCallCallbackTokens } from '../shared/security/call-callbacks';
import { cosmosConfigs } from '../shared/store/cosmos/configs';
import { openDatabase } from '../shared/store/cosmos/database';
import { cosmosInteractions } from '../shared/store/cosmos/interactions';
import { cosmosRecordings } from '../shared/store/cosmos/recordings';
import { cosmosTranscripts } from '../shared/store/cosmos/transcripts';
import type { ListenerParts } from './server';

/** The settings, checked; names those that are missing or wrong, never their values. An empty one counts as missing. */
export function readTranscriptsSettings(
  environment: Readonly<Record<string, string | undefined>>,
): TranscriptsSettings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = transcriptsSettingsSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const names = [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))];
  throw new Error(`These settings are missing or wrong: ${names.join(', ')}.`);
}

const clock: Clock = { now: () => Date.now() };

const write = (level: string) => (what: string, facts?: LogFacts) =>
  void process.stderr.write(`${JSON.stringify({ level, what, ...facts })}\n`);

const log: Log = { info: write('info'), warn: write('warn'), error: write('error') };

/** The same stores and the same check of tokens as the function app's, under an identity of the container's own. */
export function composeListener(settings: TranscriptsSettings): ListenerParts {
  const { COSMOS_ENDPOINT: endpoint, COSMOS_DATABASE: name, AZURE_CLIENT_ID: managedIdentityClientId } = settings;
  const aadCredentials = new DefaultAzureCredential(managedIdentityClientId ? { managedIdentityClientId } : {});
  const database = openDatabase({ endpoint, aadCredentials }, name);
  const interactions = database.container('interactions');
  return {
    log,
    tokens: createCallCallbackTokens({
      issuer: settings.COMMUNICATION_CALLBACK_ISSUER,
      keysUrl: settings.COMMUNICATION_CALLBACK_JWKS_URL,
      resourceIds: settings.COMMUNICATION_CALLBACK_AUDIENCE,
      clock,
    }),
    deps: {
      clock,
      interactions: cosmosInteractions(interactions),
      configs: liveConfigs(cosmosConfigs(database.container('config')), clock, compileFiles),
      recordings: cosmosRecordings(database.container('addresses'), interactions),
      transcripts: cosmosTranscripts(interactions),
    },
  };
}
