import type { HttpResponseInit } from '@azure/functions';
import { onHttp } from '../register';
import { problem } from '../respond';
import { holdMusic, ROUND_SECONDS } from './wave';

/**
 * What callers hear while they wait, unless their queue names music of its own. Anyone may hear it: Call Automation fetches
 * it. `seconds` cuts it to the time until something is said again.
 */
export function registerMusic(): void {
  onHttp('getMusic', (_app, { params, query }) => Promise.resolve(music(params['file'], query.get('seconds'))));
}

const LONGEST_SECONDS = 60;

const waves = new Map<number, Buffer>();

function music(file: string | undefined, asked: string | null): HttpResponseInit {
  const seconds = asked === null ? ROUND_SECONDS : Number(asked);
  const isLength = Number.isInteger(seconds) && seconds >= 1 && seconds <= LONGEST_SECONDS;
  if (file !== 'hold.wav' || !isLength) return problem('notFound');
  const wave = waves.get(seconds) ?? holdMusic(seconds);
  waves.set(seconds, wave);
  return {
    status: 200,
    headers: { 'content-type': 'audio/wav', 'cache-control': 'public, max-age=86400' },
    body: wave,
  };
}
