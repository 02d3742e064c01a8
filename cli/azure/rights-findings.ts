import { z } from 'zod';
import { findingOf, type Finding } from '../commands/finding';
import { GRAPH_APP_ID, NEEDED_APP_ROLES, NEEDED_PERMISSIONS } from '../commands/needed-in-azure';
import { notShown } from './app-findings';
import { shapeOf, type Azure } from './azure';
import type { IdentityOf, Inventory } from './inventory';

const identity = z.looseObject({ properties: z.looseObject({ principalId: z.string(), clientId: z.string() }) });
export type Identity = z.infer<typeof identity>['properties'];

/** Who a part of the stamp is; undefined where there is nobody, or it is not shown. */
export async function identityOf(azure: Azure, inventory: Inventory, part: IdentityOf): Promise<Identity | undefined> {
  const found = inventory.identityOf(part);
  return found && shapeOf(await azure.arm(found.id, '2023-01-31'), identity)?.properties;
}

const appRole = z.looseObject({ id: z.string(), value: z.string().nullish(), isEnabled: z.boolean().optional() });
const principal = z.looseObject({ id: z.string(), appRoles: z.array(appRole).default([]) });
const granted = z.looseObject({ value: z.array(z.looseObject({ appRoleId: z.string(), resourceId: z.string() })) });

/** Consents: what the identity may do in Graph, as the directory has granted it. */
export async function consentFindings(azure: Azure, { clientId }: Identity): Promise<readonly Finding[]> {
  const [self, graph] = await Promise.all([
    azure.graph(`/servicePrincipals(appId='${clientId}')?$select=id,appRoles`),
    azure.graph(`/servicePrincipals(appId='${GRAPH_APP_ID}')?$select=id,appRoles`),
  ]);
  const [own, resource] = [shapeOf(self, principal), shapeOf(graph, principal)];
  if (own === undefined || resource === undefined)
    return [notShown('consents of the app in Graph', self.kind === 'refused' ? self : graph, 'Directory Readers')];
  const answered = await azure.graph(`/servicePrincipals/${own.id}/appRoleAssignments`);
  const listed = shapeOf(answered, granted);
  if (listed === undefined) return [notShown('consents of the app in Graph', answered, 'Directory Readers')];
  const held = new Set(listed.value.filter(({ resourceId }) => resourceId === resource.id).map((one) => one.appRoleId));
  return NEEDED_PERMISSIONS.map(({ name, unless }): Finding => {
    const id = resource.appRoles.find(({ value }) => value === name)?.id;
    if (id !== undefined && held.has(id)) return { what: `Graph permission ${name}`, state: 'ok' };
    const found = 'nobody has consented to it for the identity of the app';
    const remedy = `docs/teams.md says how an administrator of the directory grants it.${unless === null ? '' : ` ${unless}`}`;
    return { what: `Graph permission ${name}`, state: unless === null ? 'missing' : 'unsure', found, remedy };
  });
}

const api = z.looseObject({
  appRoles: z.array(appRole).default([]),
  api: z.looseObject({ oauth2PermissionScopes: z.array(appRole).default([]) }).nullish(),
});

/** The Entra application of our API: the roles that people are given, and the permission by which they sign in. */
export async function registrationFindings(azure: Azure, apiClientId: string): Promise<readonly Finding[]> {
  const answered = await azure.graph(`/applications(appId='${apiClientId}')?$select=appRoles,api`);
  const found = shapeOf(answered, api);
  if (found === undefined) return [notShown(`Entra application ${apiClientId}`, answered, 'Directory Readers')];
  const isThere = (all: readonly z.infer<typeof appRole>[], name: string) =>
    all.some(({ value, isEnabled }) => value === name && isEnabled !== false);
  const remedy = 'Add it to the Entra application of the API: docs/teams.md.';
  return [
    ...NEEDED_APP_ROLES.map((name) =>
      findingOf(`app role ${name}`, isThere(found.appRoles, name), 'the API does not have it', remedy),
    ),
    findingOf(
      'permission access_as_user',
      isThere(found.api?.oauth2PermissionScopes ?? [], 'access_as_user'),
      'the API does not offer it',
      remedy,
    ),
  ];
}
