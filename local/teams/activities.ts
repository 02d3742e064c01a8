import { accountIdOf, conversationIdOf, type StoredMessage } from './chats';
import type { Activity, Person, TeamsOptions } from './options';
import type { CardAction } from './cards';

/** What every activity of a person says, after the examples of https://learn.microsoft.com/microsoftteams/platform/bots. */
export function envelope(options: TeamsOptions, person: Person, id: string): Omit<Activity, 'type'> {
  const { botAppId, botName, clock } = options;
  const tenantId = person.entraTenantId;
  return {
    id,
    channelId: 'msteams',
    serviceUrl: options.serviceUrl(),
    timestamp: new Date(clock.now()).toISOString(),
    from: { id: accountIdOf(botAppId, person), name: person.name, aadObjectId: person.teamsUserId },
    recipient: { id: `28:${botAppId}`, name: botName },
    conversation: { conversationType: 'personal', tenantId, id: conversationIdOf(botAppId, person) },
    channelData: { tenant: { id: tenantId } },
    entities: [{ locale: 'en-GB', country: 'GB', platform: 'Web', type: 'clientInfo' }],
    locale: 'en-GB',
  };
}

export const textMessage = (text: string): Activity => ({
  type: 'message',
  textFormat: 'plain',
  text,
  attachments: [{ contentType: 'text/html', content: paragraphs(text) }],
});

/** A reply in a 1:1 chat: Teams names the message in the HTML form's quotation only, and repeats it in the plain text. */
export function quotingMessage(text: string, quoted: StoredMessage, quotedName: string, quotedId: string): Activity {
  const preview = previewOf(quoted.activity);
  const quotation =
    `<blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="${quoted.activityId}">\r\n` +
    `<strong itemprop="mri" itemid="${quotedId}">${escapeHtml(quotedName)}</strong>` +
    `<span itemprop="time" itemid="${quoted.activityId}"></span>\r\n` +
    `<p itemprop="preview">${escapeHtml(preview)}</p>\r\n</blockquote>\r\n`;
  return {
    type: 'message',
    textFormat: 'plain',
    text: `${quotedName} ${preview}\r\n\r\n${text}`,
    attachments: [{ contentType: 'text/html', content: quotation + paragraphs(text) }],
  };
}

const PREVIEW_LENGTH = 100;
const previewOf = ({ text, summary }: Activity): string => (text ?? summary ?? 'Card').slice(0, PREVIEW_LENGTH);

const paragraphs = (text: string): string =>
  text
    .split('\n')
    .map((line) => `<p>${escapeHtml(line)}</p>`)
    .join('\r\n');

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);

/** The invoke of a universal action. */
export const cardInvoke = (activityId: string, action: CardAction): Activity => ({
  type: 'invoke',
  name: 'adaptiveCard/action',
  replyToId: activityId,
  value: {
    action: { type: 'Action.Execute', title: action.title, verb: action.verb, data: action.data },
    trigger: 'manual',
  },
});

export const botAdded = (options: TeamsOptions): Activity => ({
  type: 'conversationUpdate',
  membersAdded: [{ id: `28:${options.botAppId}` }],
});

export const installation = (action: 'add' | 'remove'): Activity => ({ type: 'installationUpdate', action });
