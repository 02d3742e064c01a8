import type { TokenCredential } from '@azure/core-auth';
import type { DeskFile, FetchedFile } from '../ports/agent-desk';
import type { Fetch } from './connector';

interface FileAccess {
  readonly credential: TokenCredential;
  readonly fetch: Fetch;
  /** Of the connector that the agent's chat is at. */
  readonly serviceUrl: string;
}

const SCOPE = 'https://api.botframework.com/.default';
/** A bot answers within 15 s, and sends what it fetched in them too. */
const TIMEOUT_MS = 8_000;
/** Where Teams keeps the files of chats (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4). */
const STORE = /^[a-z0-9-]+\.sharepoint\.com$/;

/**
 * Fetches what an agent attached: a file by the address that Teams gave it for some minutes, which proves itself; a pasted picture from
 * the connector, with the bot's token, which goes nowhere else. No other host is asked, whatever an activity says.
 */
export async function fetchFile(access: FileAccess, file: DeskFile, mostBytes: number): Promise<FetchedFile> {
  const at = placeOf(access.serviceUrl, file);
  if (at === undefined) return { kind: 'failed' };
  try {
    const token = at.isConnector ? await access.credential.getToken(SCOPE) : null;
    const response = await access.fetch(at.url, {
      method: 'GET',
      headers: token === null ? {} : { authorization: `Bearer ${token.token}` },
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return response.ok ? await contentOf(response, mostBytes) : { kind: 'failed' };
  } catch {
    return { kind: 'failed' };
  }
}

function placeOf(
  serviceUrl: string,
  { kind, url }: DeskFile,
): { readonly url: string; readonly isConnector: boolean } | undefined {
  const parsed = urlOf(url);
  if (parsed?.protocol !== 'https:' || parsed.username !== '') return undefined;
  if (parsed.origin === urlOf(serviceUrl)?.origin) return { url, isConnector: kind === 'picture' };
  return kind === 'file' && STORE.test(parsed.hostname) ? { url, isConnector: false } : undefined;
}

function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** Nobody need say how long it is, nor say it truly. */
async function contentOf({ body }: Response, mostBytes: number): Promise<FetchedFile> {
  const parts: Uint8Array[] = [];
  let length = 0;
  if (body === null) return { kind: 'fetched', content: new Uint8Array() };
  for await (const part of body as AsyncIterable<Uint8Array>) {
    length += part.byteLength;
    if (length > mostBytes) return { kind: 'tooLarge' };
    parts.push(part);
  }
  return { kind: 'fetched', content: Buffer.concat(parts) };
}
