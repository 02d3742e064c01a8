import { z } from 'zod';
import { operation } from './operation';

const none = z.object({});

const me = z
  .object({
    name: z.string().nullable(),
    /** Whom the caller answers customers as. */
    agent: z
      .object({
        agentId: z.string(),
        name: z.string(),
        tenantId: z.string(),
        /** Calls ring in the desk: the tenant takes some at a Teams resource account. */
        hasSoftphone: z.boolean(),
      })
      .nullable(),
    /** The tenants whose floor the caller oversees. */
    oversees: z.array(z.object({ tenantId: z.string(), name: z.string() })),
    /** The tenants whose recordings the caller may hear, and whether they may put them on legal hold. */
    hears: z.array(z.object({ tenantId: z.string(), name: z.string() })),
    holds: z.boolean(),
  })
  .meta({ id: 'Me' });

export type Me = z.infer<typeof me>;

/** The desk's own page, and what it asks before it shows anything. */
export const deskOperations = {
  getMe: operation({
    method: 'GET',
    path: '/me',
    summary: 'Who the caller is here, and what is theirs to see.',
    access: 'person',
    params: none,
    query: none,
    body: null,
    answer: me,
  }),
  getDesk: operation({
    method: 'GET',
    path: '/desk/{file}',
    summary: 'The agent desk: `index.html` and what it loads.',
    access: 'public',
    params: z.object({ file: z.string() }),
    query: none,
    body: null,
    answer: null,
  }),
} as const;

/** What the page is told by whoever serves it, in its `switchboard` meta element. */
export const deskSettings = z.object({
  authority: z.url(),
  clientId: z.string().min(1),
  scope: z.string().min(1),
  /** The Communication Services resource, which softphones sign in to. */
  communication: z.url(),
});

export type DeskSettings = z.infer<typeof deskSettings>;
