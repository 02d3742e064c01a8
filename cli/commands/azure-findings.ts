import { z } from 'zod';
import type { Finding } from './finding';
import { NEEDED_EVENTS, NEEDED_ROLES } from './needed-in-azure';

const AGAIN = 'Deploy the template again (node infra/deploy.mjs).';

/** As `az role assignment list --all --assignee <principal of the app>` writes them. */
export const rolesSchema = z.array(z.looseObject({ roleDefinitionId: z.string() }));

export function roleFindings(listed: z.infer<typeof rolesSchema>): readonly Finding[] {
  const held = new Set(listed.map(({ roleDefinitionId }) => roleDefinitionId.split('/').at(-1)));
  return Object.entries(NEEDED_ROLES).map(([id, name]): Finding => {
    const what = `role ${name}`;
    return held.has(id)
      ? { what, state: 'ok' }
      : {
          what,
          state: 'missing',
          found: 'the identity of the app does not have it',
          remedy: `${AGAIN} It assigns every role.`,
        };
  });
}

/** As `az eventgrid system-topic event-subscription list` writes them. */
export const subscriptionsSchema = z.array(
  z.looseObject({
    provisioningState: z.string(),
    filter: z.looseObject({ includedEventTypes: z.array(z.string()).nullish() }),
  }),
);

export function subscriptionFindings(listed: z.infer<typeof subscriptionsSchema>): readonly Finding[] {
  return NEEDED_EVENTS.map((type): Finding => {
    const what = `event subscription for ${type}`;
    const found = listed.find(({ filter }) => filter.includedEventTypes?.includes(type) ?? false);
    if (found?.provisioningState === 'Succeeded') return { what, state: 'ok' };
    return {
      what,
      state: 'missing',
      found: found === undefined ? 'there is none' : `it is ${found.provisioningState}`,
      remedy: 'Deploy the second pass again: node infra/deploy.mjs <geography> <group> --only-subscriptions.',
    };
  });
}
