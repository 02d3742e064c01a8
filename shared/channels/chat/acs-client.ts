import { ChatClient } from '@azure/communication-chat';
import { CommunicationIdentityClient } from '@azure/communication-identity';
import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { Clock } from '../../ports/time-and-ids';
import { createServiceCredential } from './service-credential';

export interface AcsChatOptions {
  /** `https://<resource>.communication.azure.com` */
  readonly endpoint: string;
  readonly credential: TokenCredential;
  /** Raw id of the identity that owns all threads; made once with `createServiceUser`. */
  readonly serviceUserId: string;
  readonly clock: Clock;
  readonly httpClient?: HttpClient;
}

export interface AcsChatClients {
  readonly identities: CommunicationIdentityClient;
  readonly chat: ChatClient;
}

export function createClients(options: AcsChatOptions): AcsChatClients {
  const { endpoint, serviceUserId, clock } = options;
  const identities = createIdentities(options);
  const chat = new ChatClient(endpoint, createServiceCredential(identities, serviceUserId, clock), {
    // Sending is not idempotent: the SDK's own three tries could show a message three times.
    retryOptions: { maxRetries: 0 },
    ...(options.httpClient ? { httpClient: options.httpClient } : {}),
  });
  return { identities, chat };
}

/** Makes the identity that owns our threads. The caller keeps its id: threads of a lost one cannot be written to. */
export async function createServiceUser(options: Omit<AcsChatOptions, 'serviceUserId' | 'clock'>): Promise<string> {
  const { communicationUserId } = await createIdentities(options).createUser();
  return communicationUserId;
}

const createIdentities = ({
  endpoint,
  credential,
  httpClient,
}: Pick<AcsChatOptions, 'endpoint' | 'credential' | 'httpClient'>): CommunicationIdentityClient =>
  new CommunicationIdentityClient(endpoint, credential, httpClient ? { httpClient } : {});
