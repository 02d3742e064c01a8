import type { HttpResponseInit } from '@azure/functions';
import { onHttp } from '../register';
import { problem } from '../respond';
import { holdMusic } from './wave';

/** What callers hear while they wait, unless their queue names music of its own. Anyone may hear it: Call Automation fetches it. */
export function registerMusic(): void {
  onHttp('getMusic', (_app, request) => Promise.resolve(music(request.params['file'])));
}

let wave: Buffer | undefined;

function music(file: string | undefined): HttpResponseInit {
  if (file !== 'hold.wav') return problem('notFound');
  wave ??= holdMusic();
  return {
    status: 200,
    headers: { 'content-type': 'audio/wav', 'cache-control': 'public, max-age=86400' },
    body: wave,
  };
}
