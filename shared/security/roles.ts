/** What a caller of our API may be. The values are the app roles declared in the Entra application. */
export type Role = 'agent' | 'supervisor' | 'analyst' | 'listener' | 'admin' | 'integration';

const APP_ROLES: ReadonlyMap<string, Role> = new Map<string, Role>([
  ['Switchboard.Agent', 'agent'],
  ['Switchboard.Supervisor', 'supervisor'],
  ['Switchboard.Analyst', 'analyst'],
  ['Switchboard.Listener', 'listener'],
  ['Switchboard.Admin', 'admin'],
  ['Switchboard.Integration', 'integration'],
]);

/** The roles that an Entra `roles` claim gives; those of other products are passed over. */
export const rolesOf = (claim: readonly string[]): ReadonlySet<Role> =>
  new Set(claim.flatMap((name) => APP_ROLES.get(name) ?? []));

/** Whether a caller holds one of the roles that an operation asks for. No role includes another. */
export const holdsOneOf = (roles: ReadonlySet<Role>, wanted: readonly Role[]): boolean =>
  wanted.some((role) => roles.has(role));

/** The delegated permission of our API that people's tokens carry, and that the desk asks for. */
export const API_SCOPE = 'access_as_user';
