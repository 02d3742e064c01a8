import { DefaultAzureCredential } from '@azure/identity';

/** Tokens of the app's own identity, asked for as the Durable extension does it (ManagedIdentityTokenSource). */
export function identityTokens(): (scope: string) => Promise<string> {
  let credential: DefaultAzureCredential | undefined;
  return async function tokenFor(scope) {
    credential ??= new DefaultAzureCredential();
    return (await credential.getToken(scope)).token;
  };
}
