import { z } from 'zod';
import { operation } from './operation';

const none = z.object({});
const params = z.object({ tenantId: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/) });
const body = z.object({
  files: z
    .array(
      z.object({
        /** Path within the tenant's folder, with forward slashes. */
        name: z.string().regex(/^[\w.-]+(\/[\w.-]+)*\.ya?ml$/),
        content: z.string().max(1_000_000),
      }),
    )
    .min(1)
    .max(200),
});
const published = z
  .object({ version: z.number().int(), changed: z.boolean() })
  .meta({ id: 'PublishedConfig', description: '`changed` is false when the live version holds these very files.' });

/**
 * What administrators ask for. The routes do not begin with `admin`: Azure Functions keeps those to itself and refuses to
 * start an app that declares one.
 */
export const adminOperations = {
  publishConfig: operation({
    method: 'PUT',
    path: '/tenants/{tenantId}/config',
    summary: 'Publishes a configuration of the tenant and makes it live, or says line by line why not.',
    access: 'admin',
    params,
    query: none,
    body,
    answer: published,
  }),
  getLiveConfig: operation({
    method: 'GET',
    path: '/tenants/{tenantId}/config',
    summary: 'The live configuration.',
    access: 'admin',
    params,
    query: none,
    body: null,
    answer: z.object({
      version: z.number().int(),
      files: z.array(z.object({ name: z.string(), content: z.string() })),
    }),
  }),
  installConfig: operation({
    method: 'PUT',
    path: '/operator/tenants/{tenantId}/config',
    summary: 'As publishConfig, with the master key of the host: before a tenant is known, nobody can sign in for it.',
    access: 'hostKey',
    params,
    query: none,
    body,
    answer: published,
  }),
} as const;
