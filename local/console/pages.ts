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
