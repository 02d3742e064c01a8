import { ChatClient } from '@azure/communication-chat';
import { CommunicationIdentityClient } from '@azure/communication-identity';
import type { Clock } from '../../ports/time-and-ids';
import { clientOptions, type AcsAccess } from '../azure-client';
import { roomPolicy, type Waiting } from '../room-policy';
import { createServiceCredential } from './service-credential';

export interface AcsChatOptions extends AcsAccess {
  /** Raw id of the identity that owns all threads; made once with `createServiceUser`. */
  readonly serviceUserId: string;
  readonly clock: Clock;
  /** A pass to what our API does for the customer of a thread. */
  readonly sign: (customer: {
    readonly threadId: string;
    readonly userId: string;
  }) => Promise<{ readonly token: string }>;
  /** When the customer's page last asked our API how the chat stands. */
  readonly seenAt: (threadId: string) => Promise<number | null>;
  /** Tests give theirs. */
  readonly wait?: Waiting;
}

export interface AcsChatClients {
  readonly identities: CommunicationIdentityClient;
  readonly chat: ChatClient;
}

/** Sending is not idempotent: the SDK's own three tries could show a message three times. What was refused with 429 was not sent. */
const CHAT_RETRIES = 0;
/** Identity requests are repeated safely: a token too many is none to anybody. */
const IDENTITY_RETRIES = 2;

/** The clients of ACS for identities and, as the owner of all threads, for chats. */
export function createClients(options: AcsChatOptions): AcsChatClients {
  const identities = createIdentities(options);
  const credential = createServiceCredential(identities, options.serviceUserId, options.clock);
  const usual = clientOptions(options, CHAT_RETRIES);
  // Where the client retries, answers are not errors yet.
  const room = { policy: roomPolicy(options.wait), position: 'perRetry' as const };
  const ours = { ...usual, additionalPolicies: [...usual.additionalPolicies, room] };
  return { identities, chat: new ChatClient(options.endpoint, credential, ours) };
}

/** Makes the identity that owns our threads. The caller keeps its id: threads of a lost one cannot be written to. */
export async function createServiceUser(access: AcsAccess): Promise<string> {
  const { communicationUserId } = await createIdentities(access).createUser();
  return communicationUserId;
}

const createIdentities = (access: AcsAccess): CommunicationIdentityClient =>
  new CommunicationIdentityClient(access.endpoint, access.credential, clientOptions(access, IDENTITY_RETRIES));
