import { createRequire } from 'node:module';
import type * as HtmlToText from 'html-to-text';
import type { LocalRequest } from '../kit/http';
import { badRequest, notEmulated, Refused, wireTime } from './answers';
import type { MailAddress, MailAttachment, StoredMail } from './mail';
import { folderId } from './mail-ids';
import { allHeaders } from './mime';

/** What the caller prefers, after https://learn.microsoft.com/graph/outlook-immutable-id and message-get. */
export interface Preferences {
  readonly immutableIds: boolean;
  readonly bodyType: 'text' | 'html' | null;
  readonly pageSize: number | null;
}

export function preferencesOf({ headers }: LocalRequest): Preferences {
  const prefer = headers['prefer'] ?? '';
  const bodyType = /outlook\.body-content-type="?(text|html)"?/i.exec(prefer)?.[1]?.toLowerCase();
  const pageSize = /odata\.maxpagesize=(\d+)/i.exec(prefer)?.[1];
  return {
    immutableIds: /IdType="?ImmutableId"?/i.test(prefer),
    bodyType: bodyType === 'text' || bodyType === 'html' ? bodyType : null,
    pageSize: pageSize === undefined ? null : Number(pageSize),
  };
}

/** Says which preferences were honoured. */
export const appliedHeaders = ({ immutableIds, bodyType }: Preferences): Record<string, string> => {
  const applied = [
    ...(immutableIds ? ['IdType="ImmutableId"'] : []),
    ...(bodyType === null ? [] : [`outlook.body-content-type="${bodyType}"`]),
  ];
  return applied.length === 0 ? {} : { 'preference-applied': applied.join(', ') };
};

export const idOf = (mail: StoredMail, { immutableIds }: Preferences): string =>
  immutableIds ? mail.id : folderId(mail);

/** Every property of a message that can be asked for. */
function propertiesOf(mail: StoredMail, preferences: Preferences): Readonly<Record<string, unknown>> {
  return {
    createdDateTime: wireTime(mail.createdAt),
    lastModifiedDateTime: wireTime(mail.modifiedAt),
    changeKey: changeKey(mail),
    categories: [],
    receivedDateTime: wireTime(mail.receivedAt),
    sentDateTime: wireTime(mail.sentAt),
    hasAttachments: mail.attachments.some(({ isInline }) => !isInline),
    internetMessageId: mail.internetMessageId,
    subject: mail.subject,
    bodyPreview: textOf(mail).slice(0, 255),
    importance: 'normal',
    parentFolderId: mail.folder,
    conversationId: mail.conversationId,
    isDeliveryReceiptRequested: null,
    isReadReceiptRequested: false,
    isRead: mail.isRead,
    isDraft: mail.isDraft,
    webLink: `https://outlook.office365.example/owa/?ItemID=${encodeURIComponent(idOf(mail, preferences))}`,
    inferenceClassification: 'focused',
    body: bodyOf(mail, preferences),
    sender: recipient(mail.from),
    from: recipient(mail.from),
    toRecipients: mail.to.map(recipient),
    ccRecipients: mail.cc.map(recipient),
    bccRecipients: mail.bcc.map(recipient),
    replyTo: mail.replyTo.map(recipient),
    flag: { flagStatus: 'notFlagged' },
  };
}

const ONLY_WHEN_SELECTED = 'internetMessageHeaders';

/** A message as Graph gives it; without `$select` all but the internet headers. */
export function wireMessage(
  mail: StoredMail,
  preferences: Preferences,
  { select, expandAttachments }: { readonly select: readonly string[] | null; readonly expandAttachments: boolean },
): Readonly<Record<string, unknown>> {
  const properties = propertiesOf(mail, preferences);
  const names = select ?? Object.keys(properties);
  const chosen = names.map((name) => [name, valueOf(name, mail, properties)] as const);
  return {
    '@odata.etag': `W/"${changeKey(mail)}"`,
    id: idOf(mail, preferences),
    ...Object.fromEntries(chosen.filter(([name]) => name !== 'id')),
    ...(expandAttachments ? { attachments: mail.attachments.map((file) => wireAttachment(file, mail)) } : {}),
  };
}

function valueOf(name: string, mail: StoredMail, properties: Readonly<Record<string, unknown>>): unknown {
  if (name === 'id') return undefined;
  if (name === ONLY_WHEN_SELECTED) return allHeaders(mail);
  if (name === 'uniqueBody') throw new Refused(notEmulated('uniqueBody'));
  if (name in properties) return properties[name];
  throw new Refused(
    badRequest(`Could not find a property named '${name}' on type 'Microsoft.OutlookServices.Message'.`),
  );
}

/** `$select` and `$expand` of a request about messages. */
export function shapeOf({ searchParams }: URL): {
  readonly select: readonly string[] | null;
  readonly expandAttachments: boolean;
} {
  const select = searchParams.get('$select');
  const expand = searchParams.get('$expand');
  if (expand !== null && expand !== 'attachments') throw new Refused(notEmulated(`$expand=${expand}`));
  return {
    select: select === null ? null : select.split(',').map((name) => name.trim()),
    expandAttachments: expand === 'attachments',
  };
}

export const wireAttachment = (file: MailAttachment, mail: StoredMail): Readonly<Record<string, unknown>> => ({
  '@odata.type': '#microsoft.graph.fileAttachment',
  '@odata.mediaContentType': file.contentType,
  id: file.id,
  lastModifiedDateTime: wireTime(mail.modifiedAt),
  name: file.name,
  contentType: file.contentType,
  size: Buffer.byteLength(file.contentBase64, 'base64'),
  isInline: file.isInline,
  contentId: file.contentId,
  contentLocation: null,
  contentBytes: file.contentBase64,
});

const changeKey = ({ changedSequence }: StoredMail): string =>
  `CQ${Buffer.from(String(changedSequence).padStart(12, '0')).toString('base64')}`;

export const recipient = (emailAddress: MailAddress) => ({ emailAddress });

function bodyOf(mail: StoredMail, { bodyType }: Preferences): { contentType: string; content: string } {
  const contentType = bodyType ?? (mail.html === null ? 'text' : 'html');
  return { contentType, content: contentType === 'text' ? textOf(mail) : htmlOf(mail) };
}

/** What a person would read. */
export const textOf = ({ text, html }: Pick<StoredMail, 'text' | 'html'>): string =>
  text ?? (html === null ? '' : convert(html));

/** The library is loaded with the first such mail: it takes a tenth of a second, and most starts see none. */
const convert = (html: string): string =>
  (createRequire(__filename)('html-to-text') as typeof HtmlToText).convert(html, { wordwrap: false });

export const htmlOf = ({ text, html }: Pick<StoredMail, 'text' | 'html'>): string =>
  html ?? `<html><body><div>${escapeHtml(text ?? '').replace(/\r?\n/g, '<br>')}</div></body></html>`;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
