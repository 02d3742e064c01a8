import { z } from 'zod';
import { MAX_FILE_CHARACTERS } from '../read-config';
import { operation } from './operation';

const none = z.object({});
/** For programs an empty reason would be the easy one; people are asked for theirs by the command line. */
const change = {
  /** Why: kept in the history. */
  reason: z.string().trim().max(500).default('No reason was given.'),
  /** What the caller believes to be live (0: nothing): refused when it is not. Null asks for nothing. */
  expectedVersion: z.number().int().min(0).nullable().default(null),
};
const params = z.object({ tenantId: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/) });
const files = z
  .array(
    z.object({
      /** Path within the tenant's folder, with forward slashes. */
      name: z.string().regex(/^[\w.-]+(\/[\w.-]+)*\.ya?ml$/),
      content: z.string().max(MAX_FILE_CHARACTERS),
    }),
  )
  .min(1)
  .max(200);
const body = z.object({ files, ...change });
const entry = z
  .object({
    version: z.number().int(),
    at: z.number().int(),
    author: z.object({ id: z.string(), name: z.string().nullable() }),
    reason: z.string(),
    /** 0: it was the first. */
    replaces: z.number().int(),
    /** The version whose files these are again. */
    restores: z.number().int().nullable(),
  })
  .meta({ id: 'ConfigEntry', description: 'Who made a version live, when and why.' });
const version = z
  .object({ version: z.number().int(), files: z.array(z.object({ name: z.string(), content: z.string() })) })
  .meta({ id: 'ConfigFiles' });
const preview = z
  .object({
    /** 0: nothing is live. */
    liveVersion: z.number().int(),
    queues: z
      .array(
        z.object({
          queueId: z.string(),
          waiting: z.number().int(),
          /** Who would be offered to an agent at once. */
          offered: z.number().int(),
          /** Whom nobody signed in could take. */
          stranded: z.object({ before: z.number().int(), after: z.number().int() }),
          isGone: z.boolean(),
        }),
      )
      .readonly(),
    /** Agents who would be signed out. */
    signedOut: z.array(z.string()).readonly(),
  })
  .meta({ id: 'ConfigPreview', description: 'What a configuration would do to who waits and works now.' });
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
    answer: version,
  }),
  getConfigVersion: operation({
    method: 'GET',
    path: '/tenants/{tenantId}/config/versions/{version}',
    summary: 'A version of the configuration that is or was live.',
    access: 'admin',
    params: params.extend({ version: z.coerce.number().int().min(1) }),
    query: none,
    body: null,
    answer: version,
  }),
  getConfigHistory: operation({
    method: 'GET',
    path: '/tenants/{tenantId}/config/history',
    summary: 'What was live, newest first.',
    access: 'admin',
    params,
    query: z.object({ limit: z.coerce.number().int().min(1).max(1_000).default(20) }),
    body: null,
    answer: z.array(entry).readonly(),
  }),
  restoreConfig: operation({
    method: 'POST',
    path: '/tenants/{tenantId}/config/restore',
    summary: 'Makes the files of an earlier version live again, as a new version.',
    access: 'admin',
    params,
    query: none,
    body: z.object({ version: z.number().int().min(1), ...change }),
    answer: published,
  }),
  previewConfig: operation({
    method: 'POST',
    path: '/tenants/{tenantId}/config/preview',
    summary: 'What a configuration would do now, or line by line why it would be refused. Changes nothing.',
    access: 'admin',
    params,
    query: none,
    body: z.object({ files }),
    answer: preview,
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
