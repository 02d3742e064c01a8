import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient, PipelinePolicy } from '@azure/core-rest-pipeline';

/** How a Communication Services resource is reached; all of it comes from outside. */
export interface AcsAccess {
  /** `https://<resource>.communication.azure.com` */
  readonly endpoint: string;
  readonly credential: TokenCredential;
  /** Tests give theirs. */
  readonly httpClient?: HttpClient;
}

/** A customer or an agent waits behind every request; after this long nobody does. */
const TIMEOUT_MS = 10_000;

/** The Azure clients wait for ever unless told otherwise, and not all of their operations can be told. */
const timeoutPolicy: PipelinePolicy = {
  name: 'switchboardTimeout',
  sendRequest: (request, next) => {
    request.timeout = TIMEOUT_MS;
    return next(request);
  },
};

/** Options that every client of ours gets. */
export const clientOptions = (
  { httpClient }: Pick<AcsAccess, 'httpClient'>,
  maxRetries: number,
  ...policies: readonly PipelinePolicy[]
) => ({
  retryOptions: { maxRetries, retryDelayInMs: 100, maxRetryDelayInMs: 1_000 },
  additionalPolicies: [timeoutPolicy, ...policies].map((policy) => ({ policy, position: 'perCall' as const })),
  ...(httpClient ? { httpClient } : {}),
});
