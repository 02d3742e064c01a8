import { z } from 'zod';
import type { Mail, MailAddress } from './state';

const addressSchema = z
  .object({ address: z.email(), displayName: z.string().nullish() })
  .transform(({ address, displayName }): MailAddress => ({ address, displayName: displayName ?? null }));
const addresses = z
  .array(addressSchema)
  .nullish()
  .transform((list) => list ?? []);

/** https://learn.microsoft.com/azure/communication-services/concepts/service-limits#email */
const MAX_RECIPIENTS = 50;

export const sendMailSchema = z.object({
  senderAddress: z.email(),
  content: z
    .object({ subject: z.string().min(1), plainText: z.string().nullish(), html: z.string().nullish() })
    .refine(({ plainText, html }) => plainText || html, 'Either plainText or html is required.'),
  recipients: z.object({ to: addresses, cc: addresses, bcc: addresses }).refine(({ to, cc, bcc }) => {
    const count = to.length + cc.length + bcc.length;
    return count > 0 && count <= MAX_RECIPIENTS;
  }, `There must be 1 to ${MAX_RECIPIENTS} recipients.`),
  attachments: z
    .array(
      z.object({
        name: z.string().min(1),
        contentType: z.string().min(1),
        contentInBase64: z.base64(),
        contentId: z.string().nullish(),
      }),
    )
    .nullish(),
  replyTo: addresses,
  headers: z.record(z.string(), z.string()).nullish(),
  userEngagementTrackingDisabled: z.boolean().nullish(),
});
export type SentMail = z.infer<typeof sendMailSchema>;

/** Everybody named, once each, as the envelope writes them. */
export const recipientsOf = ({ recipients: { to, cc, bcc } }: SentMail): string[] => [
  ...new Set([...to, ...cc, ...bcc].map(({ address }) => address.toLowerCase())),
];

/** Headers to the service itself, which do not travel with the mail. */
const RESERVED = /^x-ms-acsemail-/i;
const MESSAGE_ID = /^<[^<>@\s]+@[^<>@\s]+>$/;

/** The Message-ID that the sender chose, if it is one; the service makes its own otherwise. */
export function chosenMessageId({ headers }: SentMail): string | undefined {
  const chosen = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'message-id')?.[1];
  return chosen !== undefined && MESSAGE_ID.test(chosen) ? chosen : undefined;
}

export function composeMail(
  sent: SentMail,
  envelope: Pick<Mail, 'id' | 'internetMessageId' | 'recipients' | 'sentAt'>,
): Mail {
  const { to, cc } = sent.recipients;
  return {
    ...envelope,
    from: sent.senderAddress,
    to,
    cc,
    replyTo: sent.replyTo,
    subject: sent.content.subject,
    plainText: sent.content.plainText ?? null,
    html: sent.content.html ?? null,
    isTracked: Boolean(sent.content.html) && sent.userEngagementTrackingDisabled !== true,
    headers: { ...customHeaders(sent), ...usualHeaders(sent, envelope) },
    attachments: (sent.attachments ?? []).map(({ contentId, ...rest }) => ({ ...rest, contentId: contentId ?? null })),
  };
}

const customHeaders = ({ headers }: SentMail): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers ?? {}).filter(([name]) => !RESERVED.test(name) && !/^message-id$/i.test(name)),
  );

function usualHeaders(
  { senderAddress, recipients: { to, cc }, replyTo, content }: SentMail,
  { internetMessageId, sentAt }: Pick<Mail, 'internetMessageId' | 'sentAt'>,
): Record<string, string> {
  const lists = Object.entries({ To: to, Cc: cc, 'Reply-To': replyTo }).filter(([, list]) => list.length > 0);
  return {
    From: senderAddress,
    ...Object.fromEntries(lists.map(([name, list]) => [name, list.map(written).join(', ')])),
    Subject: content.subject,
    Date: new Date(sentAt).toUTCString(),
    'Message-ID': internetMessageId,
  };
}

const written = ({ address, displayName }: MailAddress): string =>
  displayName === null ? address : `"${displayName.replace(/["\\]/g, '\\$&')}" <${address}>`;
