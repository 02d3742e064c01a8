import { NoAnswer, type IncomingAnswer, type Post } from '../../kit/post';

/** Why a file cannot be played: it could not be had, or is none that Call Automation plays. */
export type Unplayable = 'missing' | 'malformed';

/** How long sound files play. */
export interface Sounds {
  /** Fetches a file that is not known yet; one that could not be had is fetched again the next time. */
  learn(uri: string): Promise<void>;
  /** In milliseconds; undefined when nothing was learnt of it. */
  lengthOf(uri: string): number | Unplayable | undefined;
}

/** Of the WAV files that Call Automation plays: 16 kHz, 16 bit, one channel. */
const BYTES_PER_MS = 32;
const HEADER_BYTES = 44;

export function createSounds(post: Post): Sounds {
  const lengths = new Map<string, number | Unplayable>();
  return {
    lengthOf: (uri) => lengths.get(uri),
    async learn(uri) {
      if (typeof lengths.get(uri) === 'number') return;
      const answer = await fetched(post, uri);
      lengths.set(uri, answer === undefined ? 'missing' : playsFor(answer));
    },
  };
}

async function fetched(post: Post, url: string): Promise<IncomingAnswer | undefined> {
  try {
    return await post({ url, method: 'GET', headers: {}, body: '' });
  } catch (error) {
    if (error instanceof NoAnswer) return undefined;
    throw error;
  }
}

function playsFor({ status, headers, body }: IncomingAnswer): number | Unplayable {
  if (status !== 200) return 'missing';
  if (!body.startsWith('RIFF')) return 'malformed';
  return Math.max(0, Number(headers['content-length'] ?? HEADER_BYTES) - HEADER_BYTES) / BYTES_PER_MS;
}
