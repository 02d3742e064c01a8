import { isRestError } from '@azure/core-rest-pipeline';
import { z } from 'zod';
import type { Graph, GraphResponse } from '../../graph/client';
import type { CustomerMessage, MessageChannel, SendResult } from '../../ports/channels';
import { failureOfStatus, sendFailure } from '../send-failure';
import { attachAll } from './attach-graph';
import { IMMUTABLE_IDS, mailboxPath } from './graph-mail';
import { openAll, type OpenedFile, type OpenedFiles } from './opened-files';
import { decodeReplyTo } from './reply-to';

const recipientSchema = z.object({ emailAddress: z.object({ address: z.string() }) });
const draftSchema = z.object({
  id: z.string(),
  internetMessageId: z.string(),
  toRecipients: z.array(recipientSchema),
});
type Draft = z.infer<typeof draftSchema>;

/** PS_INTERNET_HEADERS: Graph takes only x- headers as such; any header can be set as a named property ([MS-OXPROPS] 1.3.2). */
const internetHeader = (name: string): string => `String {00020386-0000-0000-C000-000000000046} Name ${name}`;

/**
 * Answers from the mailbox itself: a draft reply, which Graph threads, then sent. Graph has no idempotency key, so a
 * send whose outcome was lost may go out once more; both carry our key.
 */
export function createGraphMailSender(graph: Graph, files: OpenedFiles): MessageChannel {
  return {
    async send(message) {
      const replyTo = decodeReplyTo(message.replyTo);
      const { subject } = message;
      if (replyTo === undefined && subject === undefined) return { kind: 'failed', code: 'rejected', retryable: false };
      try {
        const attached = await openAll(files, message.attachments);
        if (attached === 'gone') return { kind: 'failed', code: 'rejected', retryable: false };
        const filed = { ...message, attached };
        return await (replyTo === undefined
          ? begin(graph, filed, subject ?? '')
          : reply(graph, filed, replyTo.graphId));
      } catch (error) {
        return isRestError(error) ? sendFailure(error) : { kind: 'failed', code: 'unknownOutcome', retryable: true };
      }
    },
  };
}

interface Filed extends CustomerMessage {
  readonly attached: readonly OpenedFile[];
}

async function reply(graph: Graph, message: Filed, graphId: string): Promise<SendResult> {
  const messages = `${mailboxPath(message.ourAddress)}/messages`;
  const drafted = await graph.send({
    method: 'POST',
    path: `${messages}/${encodeURIComponent(graphId)}/createReply`,
    prefer: IMMUTABLE_IDS,
    body: { comment: message.text, message: { ...senderOf(message), ...headersOf(message) } },
  });
  if (drafted.status !== 201) return refusalOf(drafted);
  const draft = draftSchema.parse(JSON.parse(drafted.text));
  return (
    (await address(graph, messages, draft, message.customerAddress)) ??
    (await attachAll(graph, `${messages}/${encodeURIComponent(draft.id)}`, message.attached)) ??
    sendDraft(graph, messages, draft)
  );
}

/** A mail that answers nothing. */
async function begin(graph: Graph, message: Filed, subject: string): Promise<SendResult> {
  const messages = `${mailboxPath(message.ourAddress)}/messages`;
  const drafted = await graph.send({
    method: 'POST',
    path: messages,
    prefer: IMMUTABLE_IDS,
    body: {
      subject,
      body: { contentType: 'text', content: message.text },
      toRecipients: [{ emailAddress: { address: message.customerAddress } }],
      ...senderOf(message),
      ...headersOf(message),
    },
  });
  if (drafted.status !== 201) return refusalOf(drafted);
  const draft = draftSchema.parse(JSON.parse(drafted.text));
  const refused = await attachAll(graph, `${messages}/${encodeURIComponent(draft.id)}`, message.attached);
  return refused ?? sendDraft(graph, messages, draft);
}

async function sendDraft(graph: Graph, messages: string, draft: Draft): Promise<SendResult> {
  const sent = await graph.send({ method: 'POST', path: `${messages}/${encodeURIComponent(draft.id)}/send` });
  if (sent.status !== 202) return refusalOf(sent);
  return { kind: 'sent', providerId: draft.internetMessageId, internetMessageId: draft.internetMessageId };
}

/**
 * Graph addresses a reply to whom the mail asks for, and anybody may have written it into the thread: answers go to the
 * interaction's customer alone. Undefined once the draft does.
 */
async function address(
  graph: Graph,
  messages: string,
  { id, toRecipients }: Draft,
  customerAddress: string,
): Promise<SendResult | undefined> {
  const [first, ...others] = toRecipients.map(({ emailAddress }) => emailAddress.address.toLowerCase());
  if (first === customerAddress && others.length === 0) return undefined;
  const { status } = await graph.send({
    method: 'PATCH',
    path: `${messages}/${encodeURIComponent(id)}`,
    body: { toRecipients: [{ emailAddress: { address: customerAddress } }] },
  });
  return status === 200 ? undefined : failureOfStatus(status);
}

/** A mail that leaves as another address asks for its answers where they are read: in the mailbox itself. */
const senderOf = ({ ourAddress, sendAs }: CustomerMessage): object =>
  sendAs === undefined
    ? {}
    : {
        from: { emailAddress: { address: sendAs } },
        replyTo: [{ emailAddress: { address: ourAddress } }],
      };

/** Exchange asks for its own permission to send as another address, whatever Graph permits the app. */
const refusalOf = ({ status, text }: GraphResponse): SendResult =>
  status === 403 && text.includes('ErrorSendAsDenied')
    ? { kind: 'failed', code: 'sendAsDenied', retryable: false }
    : failureOfStatus(status);

/** Machines do not answer what says that a machine wrote it (RFC 3834); Exchange asks for a header of its own. */
const headersOf = ({ key, automatic }: CustomerMessage): object => ({
  internetMessageHeaders: [
    { name: 'x-switchboard-key', value: key },
    ...(automatic ? [{ name: 'x-auto-response-suppress', value: 'All' }] : []),
  ],
  ...(automatic
    ? { singleValueExtendedProperties: [{ id: internetHeader('Auto-Submitted'), value: 'auto-replied' }] }
    : {}),
});
