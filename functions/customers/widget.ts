import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HttpResponseInit } from '@azure/functions';
import { onHttp } from '../register';
import { problem } from '../respond';

/** Beside the compiled app. */
const FOLDER = join(__dirname, '../web/widget');
const FILES: readonly string[] = ['widget.js', 'acs.js', 'voice.js'];

/** The customer's widget: pages of anybody load it by one script tag. */
export function registerWidget(): void {
  onHttp('getWidget', (_app, { params }) => widget(params['file'] ?? ''));
}

async function widget(file: string): Promise<HttpResponseInit> {
  if (!FILES.includes(file)) return problem('notFound');
  return {
    status: 200,
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=300',
      // A page of another origin loads the second part as a module.
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    },
    body: await readFile(join(FOLDER, file)),
  };
}
