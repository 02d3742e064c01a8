import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Route } from '../kit/http';

/** The files of the page, made by `local/console/build.mjs`. */
const FILES = [
  { path: '/', file: 'index.html', type: 'text/html; charset=utf-8' },
  { path: '/main.js', file: 'main.js', type: 'text/javascript; charset=utf-8' },
  { path: '/style.css', file: 'style.css', type: 'text/css; charset=utf-8' },
  { path: '/inspector', file: 'inspector.html', type: 'text/html; charset=utf-8' },
  { path: '/inspector.js', file: 'inspector.js', type: 'text/javascript; charset=utf-8' },
  { path: '/inspector.css', file: 'inspector.css', type: 'text/css; charset=utf-8' },
  { path: '/icon.svg', file: 'icon.svg', type: 'image/svg+xml' },
] as const;

/** The page loads nothing from elsewhere and talks to its own origin only. */
const POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";

/** Those that the widget speaks. */
const LANGUAGES = ['en', 'de', 'ja'] as const;

/**
 * A page of somebody else's site with the widget on it, under a policy as strict as the widget bears: it may load and ask
 * its stamp, and nobody else.
 */
export const foreignPage = (folder: string, stamp: string, live: string, communication: string): Route => ({
  method: 'GET',
  path: '/foreign',
  handle: ({ url }) => {
    const provider = url.searchParams.get('provider') === 'acs' ? 'acs' : 'switchboard';
    const entry = provider === 'acs' ? 'contoso-web' : 'contoso-chat';
    const language = LANGUAGES.find((one) => one === url.searchParams.get('language')) ?? 'en';
    const sockets = live.replace(/^http/, 'ws');
    const policy = `default-src 'none'; script-src ${stamp}; connect-src ${stamp} ${sockets} ${communication}; base-uri 'none'; form-action 'none'`;
    return {
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy },
      body: readFileSync(join(folder, 'foreign.html'), 'utf8')
        .replace('{stamp}', stamp)
        .replace('{entry}', entry)
        .replaceAll('{provider}', provider)
        .replaceAll('{language}', language),
    };
  },
});

/** Routes of the console's page; `folder` holds the built files. */
export const consolePages = (folder: string): readonly Route[] =>
  FILES.map(({ path, file, type }) => ({
    method: 'GET',
    path,
    handle: () => ({
      status: 200,
      headers: { 'content-type': type, 'cache-control': 'no-cache', 'content-security-policy': POLICY },
      body: readFileSync(join(folder, file)),
    }),
  }));
