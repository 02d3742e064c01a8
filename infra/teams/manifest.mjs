// What Teams is told of a stamp: https://learn.microsoft.com/microsoftteams/platform/resources/schema/manifest-schema
import { createHash } from 'node:crypto';
import { z } from 'zod';

export const SCHEMA_VERSION = '1.29';
export const SCHEMA_URL = `https://developer.microsoft.com/json-schemas/teams/v${SCHEMA_VERSION}/MicrosoftTeams.schema.json`;

const guid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i, 'is a GUID');
const host = z
  .string()
  .regex(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i, 'is a host name without https://');
const page = z.url({ protocol: /^https$/ });

/** What differs from stamp to stamp. */
export const parameters = z.strictObject({
  host,
  apiClientId: guid,
  botId: guid,
  appId: guid.optional(),
  name: z.string().min(1).max(30).default('Switchboard'),
  version: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/, 'is written like 1.0.0')
    .default('1.0.0'),
  developer: z.string().min(1).max(32),
  website: page,
  privacy: page,
  terms: page,
  voiceProfile: z.enum(['teamsUser', 'teamsPhoneExtensibility']).default('teamsUser'),
});

/** The same app for the same stamp at every packaging: Teams updates it instead of adding another. */
function appIdOf(host) {
  const hex = createHash('sha256').update(`switchboard teams app ${host.toLowerCase()}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The manifest of a stamp. */
export function manifestOf(given) {
  const { host, apiClientId, botId, appId, name, version, developer, website, privacy, terms, voiceProfile } = given;
  const desk = `https://${host}/api/desk/index.html`;
  return {
    $schema: SCHEMA_URL,
    manifestVersion: SCHEMA_VERSION,
    version,
    id: appId ?? appIdOf(host),
    developer: { name: developer, websiteUrl: website, privacyUrl: privacy, termsOfUseUrl: terms },
    name: { short: name, full: `${name}: the contact centre in Teams` },
    description: {
      short: 'Answer your customers on every channel, in Teams.',
      full: 'Calls, chats, text messages and e-mails of your customers, offered to you in Teams: accept and answer them in the chat with the bot or at the desk, a tab that shows your contacts side by side. Supervisors see queues, agents and service levels as they are now.',
    },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#3B4BD8',
    bots: [{ botId, scopes: ['personal'], isNotificationOnly: false, supportsFiles: true }],
    staticTabs: [
      { entityId: 'desk', name: 'Desk', contentUrl: `${desk}?teams`, websiteUrl: desk, scopes: ['personal'] },
      { entityId: 'conversations', scopes: ['personal'] },
      { entityId: 'about', scopes: ['personal'] },
    ],
    permissions: ['identity', 'messageTeamMembers'],
    // The softphone of the tab needs the microphone; with Teams user calls the telephone is Teams itself.
    ...(voiceProfile === 'teamsPhoneExtensibility' ? { devicePermissions: ['media'] } : {}),
    validDomains: [host],
    webApplicationInfo: { id: apiClientId, resource: `api://${host}/${apiClientId}` },
  };
}
