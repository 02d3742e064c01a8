import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createEmptyPipeline,
  createPipelineRequest,
} from '@azure/core-rest-pipeline';
import type { VoiceConsents, VoicePrincipal } from '../../ports/voice-consents';
import type { AcsAccess } from '../azure-client';

export interface ConsentOptions extends AcsAccess {
  /** The client by which agents sign in to their softphone. */
  readonly softphoneClientId: string;
}

const SCOPE = 'https://communication.azure.com//.default';
const API_VERSION = '2025-06-30';
const TIMEOUT_MS = 10_000;

/**
 * Assigns resource accounts and agents to our Communication Services resource; no SDK has the operation.
 * https://learn.microsoft.com/azure/communication-services/quickstarts/tpe/teams-phone-extensibility-quickstart
 */
export function createVoiceConsents({
  endpoint,
  credential,
  httpClient,
  softphoneClientId,
}: ConsentOptions): VoiceConsents {
  const pipeline = createEmptyPipeline();
  pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: SCOPE }));
  const bodyOf = ({ kind }: VoicePrincipal) =>
    kind === 'agent'
      ? { principalType: 'user', clientIds: [softphoneClientId] }
      : { principalType: 'teamsResourceAccount' };
  return {
    async assign(principal) {
      const { entraTenantId, objectId } = principal;
      const path = `access/teamsExtension/tenants/${entraTenantId}/assignments/${objectId}`;
      const url = `${endpoint}/${path}?api-version=${API_VERSION}`;
      const request = createPipelineRequest({
        url,
        method: 'PUT',
        timeout: TIMEOUT_MS,
        body: JSON.stringify(bodyOf(principal)),
      });
      request.headers.set('content-type', 'application/json');
      try {
        const { status } = await pipeline.sendRequest(httpClient ?? createDefaultHttpClient(), request);
        if (status >= 200 && status < 300) return 'assigned';
        return status === 429 || status >= 500 ? 'unreachable' : 'refused';
      } catch {
        return 'unreachable';
      }
    },
  };
}
