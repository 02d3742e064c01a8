import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { HttpResponseInit } from '@azure/functions';
import type { DeskSettings } from '../../shared/contracts/http/desk';
import type { Settings } from '../../shared/contracts/settings';
import { API_SCOPE } from '../../shared/security/roles';
import { onHttp } from '../register';
import { problem } from '../respond';

/** `npm run desk:build` writes it beside the compiled app, which is one file in `dist/functions`. */
const BUILT = join(__dirname, '../desk');

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff2: 'font/woff2',
};

/**
 * Who may frame the page: the hosts of Teams and Microsoft 365, after
 * https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/tab-requirements.
 */
const FRAMED_BY = [
  "'self'",
  'https://teams.microsoft.com',
  'https://*.teams.microsoft.com',
  'https://*.cloud.microsoft',
  'https://m365.cloud.microsoft',
  'https://*.microsoft365.com',
  'https://*.office.com',
  'https://outlook.office.com',
  'https://outlook.office365.com',
  'https://outlook-sdf.office.com',
];

/** Where teams-js reads which hosts it may trust. */
const TEAMS_ORIGINS = 'https://res.cdn.office.net';

/** Serves the desk's page. It holds no data: what it shows it asks the API for, in the name of who signs in. */
export function registerDeskPage(): void {
  onHttp('getDesk', ({ settings }, { params, headers }) => {
    const isZipped = /\bgzip\b/.test(headers.get('accept-encoding') ?? '');
    return deskFile(BUILT, params['file'] ?? '', settings, isZipped);
  });
}

/** A file of the built desk; where it was never built, a page that says how. `folder`: where the build is. `isZipped`: whether the browser takes gzip. */
export async function deskFile(
  folder: string,
  name: string,
  settings: Settings,
  isZipped: boolean,
): Promise<HttpResponseInit> {
  const type = TYPES[/^[\w-]+(?:\.[\w-]+)*\.(\w+)$/.exec(name)?.[1] ?? ''];
  if (type === undefined) return problem('notFound');
  const content = await readFile(join(folder, name)).catch(() => undefined);
  if (name === 'index.html') return content === undefined ? NOT_BUILT : page(content.toString('utf8'), settings);
  if (content === undefined) return problem('notFound');
  if (isZipped && ZIPPED.has(type))
    return asset(type, zipped(join(folder, name), content), { 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
  return asset(type, content, {});
}

/** Pictures and fonts are compressed by themselves. */
const ZIPPED: ReadonlySet<string> = new Set([TYPES['js'] ?? '', TYPES['css'] ?? '', TYPES['svg'] ?? '']);

const kept = new Map<string, Buffer>();

/** Nothing in front of a function app compresses, and the page is a megabyte. */
function zipped(path: string, content: Buffer): Buffer {
  const known = kept.get(path) ?? gzipSync(content, { level: 9 });
  kept.set(path, known);
  return known;
}

function asset(type: string, body: Buffer, more: Readonly<Record<string, string>>): HttpResponseInit {
  return {
    status: 200,
    // The build names every file after its content.
    headers: { 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable', ...SAFE, ...more },
    body,
  };
}

const SAFE = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' };

function page(html: string, settings: Settings): HttpResponseInit {
  const nonce = randomBytes(18).toString('base64');
  const told = JSON.stringify(deskSettingsOf(settings)).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return {
    status: 200,
    headers: {
      'content-type': TYPES['html'] ?? '',
      'cache-control': 'no-store',
      'content-security-policy': policyOf(settings, nonce),
      ...SAFE,
    },
    body: html.replaceAll('%NONCE%', nonce).replaceAll('%SETTINGS%', told),
  };
}

/** What the page signs in with. */
const deskSettingsOf = (settings: Settings): DeskSettings => {
  const { ENTRA_AUTHORITY, DESK_APP_ID, API_AUDIENCE, COMMUNICATION_ENDPOINT: communication } = settings;
  const api = API_AUDIENCE[0] ?? '';
  return { authority: ENTRA_AUTHORITY, clientId: DESK_APP_ID ?? api, scope: `${api}/${API_SCOPE}`, communication };
};

/** What the Calling SDK talks with: https://learn.microsoft.com/azure/communication-services/concepts/voice-video-calling/network-requirements. */
const CALLING = [
  ...['https://*.communication.azure.com', 'https://*.skype.com', 'wss://*.skype.com'],
  ...['https://*.microsoft.com', 'wss://*.microsoft.com', 'https://*.azure.net', 'https://*.office.com'],
];

/** Styles are made at run time (Fluent UI), under a nonce that is new for every page; nothing else may run or be asked. */
function policyOf({ ENTRA_AUTHORITY, WEB_PUBSUB_ENDPOINT, COMMUNICATION_ENDPOINT }: Settings, nonce: string): string {
  const live = WEB_PUBSUB_ENDPOINT === undefined ? [] : [WEB_PUBSUB_ENDPOINT.replace(/^http/, 'ws')];
  const directives: Readonly<Record<string, readonly string[]>> = {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'", `'nonce-${nonce}'`],
    'img-src': ["'self'", 'data:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'", ENTRA_AUTHORITY, TEAMS_ORIGINS, ...live, COMMUNICATION_ENDPOINT, ...CALLING],
    // The Calling SDK does its audio in workers that it makes itself.
    'worker-src': ['blob:'],
    'media-src': ['blob:', 'mediastream:'],
    'frame-src': [ENTRA_AUTHORITY],
    'frame-ancestors': FRAMED_BY,
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(' '))
    .join('; ');
}

const NOT_BUILT: HttpResponseInit = {
  status: 503,
  headers: {
    'content-type': TYPES['html'] ?? '',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'",
  },
  body: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Switchboard</title>
<h1>The desk is not built yet</h1>
<p>Run <code>npm run desk:build</code> in the project's folder and load this page again; nothing has to be restarted.</p>
</html>
`,
};
