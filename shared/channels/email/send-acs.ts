import { EmailClient, type EmailMessage } from '@azure/communication-email';
import type { CustomerMessage, MessageChannel } from '../../ports/channels';
import { clientOptions, type AcsAccess } from '../azure-client';
import { repeatabilityId } from '../repeatability';
import { sendFailure } from '../send-failure';
import { messageIdOf } from './message-id';
import { decodeReplyTo, replySubject, type ReplyTo } from './reply-to';

/** Every try of a send carries the same operation id. */
const RETRIES = 2;
const ACCEPTED = 202;

/**
 * Sends mails by ACS Email, from a verified address that is the mailbox's own. The outcome of the operation is not
 * polled (30 status requests a minute are all there are): the delivery report tells, under the operation's id.
 */
export function createAcsMailSender(options: AcsAccess): MessageChannel {
  const client = new EmailClient(options.endpoint, options.credential, clientOptions(options, RETRIES));
  return {
    async send(message) {
      const operationId = repeatabilityId('sendMail', message.key);
      const internetMessageId = messageIdOf(operationId, message.ourAddress);
      let isAccepted = false;
      const onResponse = ({ status }: { status: number }) => {
        isAccepted ||= status === ACCEPTED;
      };
      const mail = mailOf(message, internetMessageId, decodeReplyTo(message.replyTo));
      try {
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
function mailOf(message: CustomerMessage, internetMessageId: string, replyTo: ReplyTo | undefined): EmailMessage {
  const { ourAddress, customerAddress, key, text, html, automatic } = message;
  const subject = message.subject ?? replySubject(replyTo?.subject ?? '');
  return {
    senderAddress: ourAddress,
    recipients: { to: [{ address: customerAddress }] },
    replyTo: [{ address: ourAddress }],
    content: { subject, plainText: text, ...(html === null ? {} : { html }) },
    headers: {
      'Message-ID': internetMessageId,
      'X-Switchboard-Key': key,
      ...(replyTo ? threadHeaders(replyTo) : {}),
      // Machines do not answer what says that a machine wrote it (RFC 3834).
      ...(automatic ? { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' } : {}),
    },
  };
}

const threadHeaders = ({ internetMessageId, references }: ReplyTo) => ({
  'In-Reply-To': internetMessageId,
  References: [...references, internetMessageId].join(' '),
});
