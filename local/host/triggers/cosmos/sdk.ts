import { createRequire } from 'node:module';
import type * as CosmosSdk from '@azure/cosmos';
import type * as IdentitySdk from '@azure/identity';

const load = createRequire(__filename);

/** Loading the vendors' SDKs takes half a second, which only an app with a change feed trigger should spend. */
export const cosmosSdk = () => load('@azure/cosmos') as typeof CosmosSdk;
export const identitySdk = () => load('@azure/identity') as typeof IdentitySdk;
