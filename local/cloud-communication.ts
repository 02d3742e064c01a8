import type { CloudOptions } from './cloud-options';
import { authoriseResource, type Authorise } from './communication/auth';
import { createCalls } from './communication/calls/calls';
import { createSounds } from './communication/calls/sounds';
import { createCommunication } from './communication/communication';
import type { Mail } from './communication/email/state';
import { phoneNumberRoutes } from './communication/phone-numbers';
import { createSipRouting } from './communication/sip';
import { createTeamsExtension } from './communication/teams-extension';
import type { Entra } from './entra/entra';
import type { EventGrid } from './event-grid/event-grid';
import type { AcsMail } from './graph/customers';
import type { Graph } from './graph/graph';
import { disturbedPost } from './kit/disturbed-post';
import { createPost } from './kit/post';
import { withRealTime } from './kit/rough';
import type { Store } from './kit/store';
import { SENDS } from './sends';
import { LOCAL } from './setup/identities';

/** Resource id of the Communication Services resource: the source of its events. */
export const COMMUNICATION_ID =
  '/subscriptions/local/resourceGroups/local/providers/Microsoft.Communication/communicationServices/switchboard-local';

interface CommunicationNeeds {
  readonly entra: Entra;
  readonly eventGrid: EventGrid;
  readonly graph: Graph;
  readonly claims: (token: string, audience: string) => Promise<object | undefined>;
  readonly store: (name: string) => Store;
}

/** Communication Services with their calls. What they mail to a customer is also seen in the customer's mailbox. */
export function createLocalCommunication(options: CloudOptions, needs: CommunicationNeeds) {
  const { clock, work, urls, tls, organisation, faults, rough } = options;
  const { entra, eventGrid, graph, claims, store } = needs;
  const publish = (event: Parameters<EventGrid['publish']>[1][number]) =>
    eventGrid.publish(LOCAL.communicationTopic, [event]);
  const credentials = { accessKey: LOCAL.communicationKey, verifyToken: claims };
  const asResource = authoriseResource(credentials);
  const post = createPost({ caFile: tls.caFile });
  const { consents, sip, routes } = aroundCalls(options, needs, asResource);
  const calls = createCalls({
    trunkFor: sip.trunkFor,
    isAssigned: consents.isAssigned,
    store: store('calls'),
    ...{ clock, work, faults },
    post: disturbedPost(post, SENDS.calls, faults),
    sounds: createSounds(post),
    storage: {
      post: disturbedPost(post, SENDS.recordings, faults),
      token: () => entra.tokenForApp(LOCAL.communicationAppId, 'https://storage.azure.com'),
    },
    publish,
    signCallback: (signed) => entra.signCallback({ ...signed }),
    immutableResourceId: LOCAL.communicationResourceId,
    endpoint: () => urls.communication,
    isLimited: () => communication.limits.enforced,
    authorise: asResource,
  });
  const communication = createCommunication({
    ...credentials,
    store: store('communication'),
    clock,
    work,
    endpoint: () => urls.communication,
    immutableResourceId: LOCAL.communicationResourceId,
    publish,
    topic: COMMUNICATION_ID,
    ...(rough && { limited: true, rateClock: withRealTime(clock, Date.now) }),
    extraRoutes: [...calls.routes, ...routes],
    // One mailbox of a customer holds what they got from either sender.
    onMail: (mail) => graph.mail.recordAcs(seenOutside(mail, organisation.name)),
  });
  return { communication, calls };
}

/** What calls go by: whose they may be, the lines they go out on, the numbers there are. */
function aroundCalls(
  { clock, urls, organisation }: CloudOptions,
  { claims, store }: CommunicationNeeds,
  asResource: Authorise,
) {
  const consents = createTeamsExtension({
    store: store('communication'),
    clock,
    immutableResourceId: LOCAL.communicationResourceId,
    asResource,
    verifyToken: claims,
  });
  const sip = createSipRouting({ store: store('communication'), asResource });
  const numberRoutes = phoneNumberRoutes({
    ...{ clock, asResource, endpoint: () => urls.communication },
    numbers: organisation.ownNumbers,
    store: store('communication'),
  });
  return { consents, sip, routes: [...sip.routes, ...consents.routes, ...numberRoutes] };
}

/** How a mail that ACS sent looks in a mailbox outside. */
function seenOutside(mail: Mail, sender: string): AcsMail {
  const named = (addresses: Mail['to']) =>
    addresses.map(({ address, displayName }) => ({ address, name: displayName ?? '' }));
  const { internetMessageId, subject, html, headers, plainText, recipients, attachments } = mail;
  return {
    ...{ internetMessageId, subject, html, headers, recipients },
    from: { address: mail.from, name: sender },
    to: named(mail.to),
    cc: named(mail.cc),
    replyTo: named(mail.replyTo),
    text: plainText,
    attachments: attachments.map(({ name, contentType, contentInBase64 }) => ({
      ...{ name, contentType, contentBase64: contentInBase64 },
    })),
  };
}
