import type { CompiledConfig } from '../../core/config/compiled';
import type { Message } from '../../ports/message-store';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { localTimeAt } from '../lib/local-time';
import { refuseTooMany } from '../lib/refuse-too-many';
import { sha256 } from '../lib/sha256';
import { sendGuarded } from '../send-guarded';
import { proveAddress } from '../history/prove-address';
import { conversationsIn, threadOf, type OwnThread, type Writer } from './chat-thread';
import { transcriptWords, type TranscriptWords } from './transcript-words';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** A code holds for one window at least, and for two at most. */
const CODE_WINDOW_MS = 10 * MINUTE_MS;
const MOST_CODES_BY_CHAT = 3;
const MOST_CODES_BY_CLIENT = 10;
/** Nobody's mailbox is filled by somebody who plays with a page. */
const MOST_CODES_BY_RECIPIENT = 3;
const MOST_TRIES = 5;
const MOST_TRIES_BY_RECIPIENT = 10;

/** To whom, and in which language. */
export interface TranscriptRequest {
  readonly address: string;
  readonly language: string | null;
}

/**
 * Mails a code to an address that somebody typed into a page. It may be anybody's: so this mail holds nothing that the
 * visitor wrote, not even a name, and few go to one address whoever asks.
 */
export async function askForTranscript(
  deps: Deps,
  writer: Writer,
  { address, language }: TranscriptRequest,
  clientAddress: string | null,
): Promise<void> {
  const thread = await threadOf(deps, writer);
  const { tenantId } = thread.owner;
  const to = address.toLowerCase();
  const limits = [
    { what: `code chat ${thread.threadId}`, most: MOST_CODES_BY_CHAT, windowMs: CODE_WINDOW_MS },
    { what: `code client ${tenantId} ${clientAddress}`, most: MOST_CODES_BY_CLIENT, windowMs: CODE_WINDOW_MS },
    { what: `code recipient ${tenantId} ${to}`, most: MOST_CODES_BY_RECIPIENT, windowMs: DAY_MS },
  ];
  await refuseTooMany(deps, limits, 'Too many codes were asked for.');
  const code = await codeFor(deps, thread, to, 0);
  const words = transcriptWords(language);
  const { name } = (await deps.configs.live(tenantId)).config.tenant;
  const text = words.code(name, code, CODE_WINDOW_MS / MINUTE_MS);
  await mail(deps, thread, { to, subject: words.codeSubject(name), text, key: `code/${deps.clock.now()}` });
}

/** Mails what was said, to an address that its reader has proven to be theirs by the code; they are known by it from then on. */
export async function mailTranscript(
  deps: Deps,
  writer: Writer,
  { address, language, code }: TranscriptRequest & { readonly code: string },
): Promise<void> {
  const thread = await threadOf(deps, writer);
  const { tenantId } = thread.owner;
  const to = address.toLowerCase();
  const limits = [
    { what: `transcript chat ${thread.threadId}`, most: MOST_TRIES, windowMs: CODE_WINDOW_MS },
    { what: `transcript recipient ${tenantId} ${to}`, most: MOST_TRIES_BY_RECIPIENT, windowMs: DAY_MS },
  ];
  await refuseTooMany(deps, limits, 'Too many codes were tried.');
  const valid = [await codeFor(deps, thread, to, 0), await codeFor(deps, thread, to, 1)];
  if (!valid.includes(code))
    throw new FlowError('refused', 'This is not the code.', [{ path: 'body.code', message: 'wrongCode' }]);
  await proveAddress(deps, thread, to);
  const words = transcriptWords(language);
  const { config } = await deps.configs.live(tenantId);
  const said = await saidIn(deps, thread);
  const text = [words.intro(config.tenant.name), '', ...said.map((one) => lineOf(one, config, words))].join('\n');
  const key = `transcript/${await sha256(Buffer.from(text))}`;
  await mail(deps, thread, { to, subject: words.subject(config.tenant.name), text, key });
}

/** `before`: how many windows ago. */
function codeFor({ codeOf, clock }: Deps, { threadId }: OwnThread, to: string, before: number): Promise<string> {
  const window = Math.floor(clock.now() / CODE_WINDOW_MS) - before;
  return codeOf(JSON.stringify(['transcript', threadId, to, window]));
}

const MOST_CHARACTERS = 200_000;

/** All conversations of the chat that are still known, in order, whoever carried them; of a very long one the end. */
async function saidIn(deps: Deps, thread: OwnThread): Promise<readonly Message[]> {
  const conversations = await conversationsIn(deps, thread);
  const lists = await Promise.all(conversations.map((ref) => deps.messages.list(ref)));
  const all = lists
    .flat()
    .map(({ message }) => message)
    .sort((a, b) => a.sentAt - b.sentAt);
  let room = MOST_CHARACTERS;
  return all
    .reverse()
    .filter(({ text }) => (room -= text.length) > 0)
    .reverse();
}

function lineOf({ author, text, sentAt }: Message, { tenant }: CompiledConfig, words: TranscriptWords): string {
  const { hour, minute } = clockTime(localTimeAt(tenant.timeZone, sentAt).minuteOfDay);
  const names = { customer: words.you, agent: author.name ?? '', system: words.automatic };
  return `[${hour}:${minute}] ${names[author.kind]}: ${text}`;
}

const clockTime = (minuteOfDay: number) => ({
  hour: String(Math.floor(minuteOfDay / 60)).padStart(2, '0'),
  minute: String(minuteOfDay % 60).padStart(2, '0'),
});

/** The mailbox that customers of the tenant write to: it takes their answers too. */
export const transcriptSender = ({ entryPoints }: CompiledConfig): string | undefined =>
  [...entryPoints.values()].find(({ channel }) => channel === 'email')?.address;

interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly key: string;
}

async function mail(deps: Deps, { threadId, owner: { tenantId } }: OwnThread, { to, key, ...content }: Mail) {
  const { config } = await deps.configs.live(tenantId);
  const ourAddress = transcriptSender(config);
  if (ourAddress === undefined) throw new FlowError('refused', 'This chat is not mailed to anybody.');
  const message = {
    ...{ ...content, key: `${threadId}/${key}`, ourAddress, customerAddress: to, externalRef: threadId },
    ...{ authorName: config.tenant.name, html: null, attachments: [], replyTo: null, automatic: true },
  };
  const sent = await sendGuarded(deps, { tenantId, channel: 'email', purpose: 'reply', message });
  if (sent.kind === 'sent') return;
  deps.log.warn('mail about a chat not sent', { tenantId, code: sent.code });
  throw new FlowError(sent.retryable ? 'unavailable' : 'refused', 'The mail could not be sent.');
}
