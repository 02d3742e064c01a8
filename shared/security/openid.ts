import { z } from 'zod';

const configurationSchema = z.object({ issuer: z.string().min(1), jwks_uri: z.url() });

/** Who signs tokens, and where the keys are. */
export interface OpenIdConfiguration {
  readonly issuer: string;
  readonly keysUrl: string;
}

const TIMEOUT_MS = 5_000;

/** Reads an OpenID configuration document: who signs, and where their keys are. Throws when it cannot be had. */
export async function readOpenIdConfiguration(url: string): Promise<OpenIdConfiguration> {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`The OpenID configuration answered ${response.status}.`);
  const { issuer, jwks_uri: keysUrl } = configurationSchema.parse(await response.json());
  return { issuer, keysUrl };
}
