import { EmailClient, type EmailMessage } from '@azure/communication-email';
import type { CustomerMessage, MessageChannel } from '../../ports/channels';
import { clientOptions, type AcsAccess } from '../azure-client';
import { repeatabilityId } from '../repeatability';
import { sendFailure } from '../send-failure';
import { messageIdOf } from './message-id';
import { openAll, type OpenedFile, type OpenedFiles } from './opened-files';
import { decodeReplyTo, replySubject, type ReplyTo } from './reply-to';

/** Every try of a send carries the same operation id. */
const RETRIES = 2;
const ACCEPTED = 202;

/**
 * Sends mails by ACS Email, from a verified address that is the mailbox's own. The outcome of the operation is not
 * polled (30 status requests a minute are all there are): the delivery report tells, under the operation's id.
 */
export function createAcsMailSender(options: AcsAccess, files: OpenedFiles): MessageChannel {
  const client = new EmailClient(options.endpoint, options.credential, clientOptions(options, RETRIES));
  return {
    async send(message) {
      const operationId = repeatabilityId('sendMail', message.key);
      const internetMessageId = messageIdOf(operationId, message.ourAddress);
      let isAccepted = false;
      const onResponse = ({ status }: { status: number }) => {
        isAccepted ||= status === ACCEPTED;
      };
      try {
        const attached = await openAll(files, message.attachments);
        if (attached === 'gone') return { kind: 'failed', code: 'rejected', retryable: false };
        const mail = mailOf(message, attached, internetMessageId);
        await client.beginSend(mail, { operationId, onResponse });
      } catch (error) {
        // The SDK asks for the status at once; when that alone fails, the mail is on its way all the same.
        if (!isAccepted) return sendFailure(error);
      }
      return { kind: 'sent', providerId: operationId, internetMessageId };
    },
  };
}

/** ACS keeps a valid and unique Message-ID of ours (https://learn.microsoft.com/azure/communication-services/concepts/email/email-headers). */
function mailOf(message: CustomerMessage, attached: readonly OpenedFile[], internetMessageId: string): EmailMessage {
  const replyTo = decodeReplyTo(message.replyTo);
  const { ourAddress, customerAddress, key, html, automatic } = message;
  const subject = message.subject ?? replySubject(replyTo?.subject ?? '');
  return {
    senderAddress: ourAddress,
    recipients: { to: [{ address: customerAddress }] },
    replyTo: [{ address: ourAddress }],
    content: { subject, plainText: textOver(message), ...(html === null ? {} : { html }) },
    attachments: attached.map(({ name, contentType, content }) => ({
      ...{ name, contentType, contentInBase64: Buffer.from(content).toString('base64') },
    })),
    headers: {
      'Message-ID': internetMessageId,
      'X-Switchboard-Key': key,
      ...(replyTo ? threadHeaders(replyTo) : {}),
      // Machines do not answer what says that a machine wrote it (RFC 3834).
      ...(automatic ? { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' } : {}),
    },
  };
}

/** The answer over what it answers, as mail programs quote: a line of whose it is, and each line marked. */
function textOver({ text, quoted }: CustomerMessage): string {
  if (quoted === undefined) return text;
  const day = new Date(quoted.at).toUTCString();
  const lines = quoted.text.slice(0, LONGEST_QUOTED).split(/\r?\n/);
  return [text, '', `${quoted.from}, ${day}:`, ...lines.map((line) => `> ${line}`)].join('\n');
}

const LONGEST_QUOTED = 20_000;

const threadHeaders = ({ internetMessageId, references }: ReplyTo) => ({
  'In-Reply-To': internetMessageId,
  References: [...references, internetMessageId].join(' '),
});
