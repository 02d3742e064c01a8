import type { LocalAzure } from '../azure';
import { Refused } from './operation';

/** The object id of an agent or of the staff, by id, by object id or by principal name. */
export function personOf({ organisation }: LocalAzure, name: string | undefined): string {
  const agent = organisation.agents.find(({ agentId, objectId }) => agentId === name || objectId === name);
  const person =
    agent ??
    organisation.staff.find(({ objectId, userPrincipalName, roles }) =>
      [objectId, userPrincipalName, ...roles.map((role) => role.split('.')[1]?.toLowerCase())].includes(name ?? ''),
    );
  if (person === undefined) throw new Refused(404, `Nobody is called '${name ?? ''}'.`);
  return person.objectId;
}
