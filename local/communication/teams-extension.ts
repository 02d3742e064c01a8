import { z } from 'zod';
import type { Clock } from '../kit/clock';
import type { LocalRequest, LocalResponse, Route } from '../kit/http';
import type { Store } from '../kit/store';
import { refusal, withBody } from './answers';
import type { Authorise, VerifyToken } from './auth';

/** Somebody of a directory whom the resource may act for: https://learn.microsoft.com/azure/communication-services/quickstarts/tpe/teams-phone-extensibility-quickstart. */
interface Assignment {
  readonly tenantId: string;
  readonly principalType: 'user' | 'teamsResourceAccount';
  readonly clientIds: readonly string[];
}

/** Consents to Teams Phone extensibility. */
export interface TeamsExtension {
  readonly routes: readonly Route[];
  /** Whether the account or person has been assigned. */
  isAssigned(objectId: string): boolean;
}

export interface TeamsExtensionOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly immutableResourceId: string;
  readonly asResource: Authorise;
  readonly verifyToken: VerifyToken;
}

const PATH = '/access/teamsExtension/tenants/{tenantId}/assignments/{objectId}';
/** Of the tokens that clients exchange: https://learn.microsoft.com/azure/communication-services/quickstarts/tpe/teams-phone-extensibility-access-teams-phone. */
const AUDIENCE = 'https://auth.msft.communication.azure.com';
const PERMISSION = 'TeamsExtension.ManageCalls';
const LIFETIME_MS = 60 * 60_000;

const assignmentSchema = z.object({
  principalType: z.enum(['user', 'teamsResourceAccount']),
  clientIds: z.array(z.string()).optional(),
});
const NOT_FOUND = refusal(404, 'NotFound', 'There is no such assignment.');
const DENIED = refusal(401, 'Denied', 'The token is not one of the audience, or misses the permission.');
const NOT_ASSIGNED = refusal(403, 'Forbidden', 'The user has not been assigned, or not for this client.');

export function createTeamsExtension(options: TeamsExtensionOptions): TeamsExtension {
  const { store, asResource } = options;
  const assignments = store.collection<Assignment>('teams_extension_assignments');
  const idIn = ({ params }: LocalRequest) => params['objectId'] ?? '';
  const shown = (objectId: string, { tenantId, principalType, clientIds }: Assignment) => ({
    ...{ objectId, tenantId, principalType, clientIds },
  });
  const put = (request: LocalRequest): Promise<LocalResponse> =>
    withBody(request, assignmentSchema, async ({ principalType, clientIds = [] }) => {
      const status = assignments.has(idIn(request)) ? 200 : 201;
      const assignment = { tenantId: request.params['tenantId'] ?? '', principalType, clientIds };
      await assignments.put(idIn(request), assignment);
      return { status, body: shown(idIn(request), assignment) };
    });
  const get = (request: LocalRequest): LocalResponse => {
    const found = assignments.get(idIn(request));
    return found === undefined ? NOT_FOUND : { status: 200, body: shown(idIn(request), found) };
  };
  const remove = async (request: LocalRequest): Promise<LocalResponse> => {
    await assignments.delete(idIn(request));
    return { status: 204 };
  };
  return {
    isAssigned: (objectId) => assignments.has(objectId),
    routes: [
      { method: 'PUT', path: PATH, handle: asResource(put) },
      { method: 'GET', path: PATH, handle: asResource(get) },
      { method: 'DELETE', path: PATH, handle: asResource(remove) },
      {
        method: 'POST',
        path: '/access/teamsExtension/:exchangeAccessToken',
        handle: (request) => exchange(options, (objectId) => assignments.get(objectId), request),
      },
    ],
  };
}

interface Claims {
  readonly oid?: unknown;
  readonly tid?: unknown;
  readonly azp?: unknown;
  readonly scp?: unknown;
}

/** A token of Entra for one of Communication Services, for an agent who has been assigned. */
async function exchange(
  { clock, immutableResourceId, verifyToken }: TeamsExtensionOptions,
  assignmentOf: (objectId: string) => Assignment | undefined,
  { headers }: LocalRequest,
): Promise<LocalResponse> {
  const jwt = /^Bearer (.+)$/i.exec(headers['authorization'] ?? '')?.[1];
  const found = jwt === undefined ? undefined : await verifyToken(jwt, AUDIENCE).catch(() => undefined);
  if (typeof found !== 'object') return DENIED;
  const { oid, tid, azp, scp } = found as Claims;
  if (!String(scp).split(' ').includes(PERMISSION)) return DENIED;
  const assigned = assignmentOf(String(oid));
  if (assigned?.principalType !== 'user' || assigned.tenantId !== tid || !assigned.clientIds.includes(String(azp)))
    return NOT_ASSIGNED;
  const identity = `8:acs:${immutableResourceId}_${tid}_${String(oid)}`;
  const expiresAt = clock.now() + LIFETIME_MS;
  // Opaque to whoever gets it: the Calling SDK talks with its own services, which are not here.
  const token = Buffer.from(JSON.stringify({ skypeid: identity.slice(2), exp: Math.floor(expiresAt / 1000) }));
  return {
    status: 200,
    body: {
      identity,
      accessToken: { token: token.toString('base64url'), expiresOn: new Date(expiresAt).toISOString() },
    },
  };
}
