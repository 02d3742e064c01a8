import { DefaultAzureCredential } from '@azure/identity';
import { resolveSetting } from '../settings';
import type { Binding } from '../worker/types';

/** How a binding reaches its service. */
export type Connection =
  | { readonly kind: 'connectionString'; readonly value: string }
  | { readonly kind: 'identity'; readonly endpoint: string; readonly credential: DefaultAzureCredential };

export function setting(binding: Binding, property: string): string | undefined {
  const value = binding[property];
  return typeof value === 'string' && value !== '' ? resolveSetting(value) : undefined;
}

/** A property that the binding can not be without. */
export function needed(binding: Binding, property: string): string {
  const value = setting(binding, property);
  if (value === undefined) throw new Error(`A binding of type '${binding.type}' has no ${property}.`);
  return value;
}

/** Of a storage account: a connection string, or where its service is, for the app's own identity. */
export function storageConnection(binding: Binding, service: 'blob' | 'queue'): Connection {
  const name = setting(binding, 'connection') ?? 'AzureWebJobsStorage';
  const value = appSetting(name);
  if (value !== undefined) return { kind: 'connectionString', value };
  const account = appSetting(`${name}__accountName`);
  const endpoint =
    appSetting(`${name}__${service}ServiceUri`) ??
    appSetting(`${name}__serviceUri`) ??
    (account && `https://${account}.${service}.core.windows.net`);
  if (endpoint === undefined) throw new Error(`The app setting '${name}' is not set.`);
  return { kind: 'identity', endpoint, credential: new DefaultAzureCredential() };
}

/** The host looks for a connection under its name, and under it with a prefix. */
export const appSetting = (name: string): string | undefined => process.env[name] ?? process.env[`AzureWebJobs${name}`];
