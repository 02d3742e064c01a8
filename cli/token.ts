import type { Terminal } from './terminal';
import { CliError } from './told';

/** A token for the stamp's API: the one of the environment, or the one that the Azure CLI gets for who is signed in there. */
export async function tokenFor({ env }: Terminal): Promise<string> {
  const given = env['SWITCHBOARD_TOKEN'] ?? '';
  if (given !== '') return given;
  const clientId = env['SWITCHBOARD_API_CLIENT_ID'] ?? '';
  if (clientId === '')
    throw new CliError(
      'usage',
      'Who are you? Set SWITCHBOARD_API_CLIENT_ID and sign in with az login, or set SWITCHBOARD_TOKEN.',
    );
  // Loaded when it is needed: it takes longer than everything else a command does.
  const { AzureCliCredential } = await import('@azure/identity');
  try {
    return (await new AzureCliCredential().getToken(`api://${clientId}/.default`)).token;
  } catch (error) {
    throw new CliError(
      'unreachable',
      `The Azure CLI gives no token: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
