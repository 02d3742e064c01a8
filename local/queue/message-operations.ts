// cspell:ignore messagettl numofmessages peekonly popreceipt visibilitytimeout
import { randomUUID } from 'node:crypto';
import type { Clock } from '../kit/clock';
import type { LocalRequest, LocalResponse } from '../kit/http';
import { element, Refusal, unescapeXml, xmlAnswer } from '../kit/storage/answers';
import { NEVER, type StoredMessage } from './model';
import type { Records } from './records';

const WEEK_S = 7 * 24 * 3600;
const DEFAULT_HIDDEN_S = 30;
const MOST_TAKEN = 32;
const MOST_BYTES = 65_536;

/** Put Message. */
export async function putMessage(
  records: Records,
  queue: string,
  { url: { searchParams: query }, body }: LocalRequest,
  clock: Clock,
): Promise<LocalResponse> {
  records.queue(queue);
  const text = messageText(body);
  if (text === undefined) throw new Refusal('InvalidXmlDocument', 'XML specified is not syntactically valid.');
  const hiddenS = wholeNumber(query, 'visibilitytimeout', { least: 0, most: WEEK_S }) ?? 0;
  const livesS = timeToLive(query, hiddenS);
  const now = clock.now();
  const message = await records.add({
    ...{ id: randomUUID(), queue, text, insertedAt: now, dequeueCount: 0 },
    expiresAt: Math.min(NEVER, now + livesS * 1000),
    visibleAt: now + hiddenS * 1000,
  });
  return { ...messageList([message], ['receipt']), status: 201 };
}

/** In seconds; a message that is put to stay has no end. */
function timeToLive(query: URLSearchParams, hiddenS: number): number {
  const given = wholeNumber(query, 'messagettl', { least: -1, most: Number.MAX_SAFE_INTEGER }) ?? WEEK_S;
  if (given === -1) return Number.POSITIVE_INFINITY;
  if (given === 0 || given <= hiddenS)
    throw new Refusal(
      'InvalidQueryParameterValue',
      'Value for one of the query parameters specified in the request URI is invalid.',
      { Reason: 'A message must live for longer than it is hidden.' },
    );
  return given;
}

/** Get Messages, and Peek Messages, which changes nothing. */
export async function getMessages(
  records: Records,
  queue: string,
  { url: { searchParams: query } }: LocalRequest,
  clock: Clock,
): Promise<LocalResponse> {
  records.queue(queue);
  const most = wholeNumber(query, 'numofmessages', { least: 1, most: MOST_TAKEN }) ?? 1;
  if (query.get('peekonly') === 'true') return messageList(records.visible(queue, most), ['text']);
  const hiddenS = wholeNumber(query, 'visibilitytimeout', { least: 1, most: WEEK_S }) ?? DEFAULT_HIDDEN_S;
  const visibleAt = clock.now() + hiddenS * 1000;
  const taken = records
    .visible(queue, most)
    .map((message) => records.change({ ...message, visibleAt, dequeueCount: message.dequeueCount + 1 }));
  return messageList(await Promise.all(taken), ['receipt', 'text']);
}

/** Update Message: hides it from now on for as long as is said, and gives it another text where there is one. */
export async function updateMessage(
  records: Records,
  { queue, id }: { readonly queue: string; readonly id: string },
  { url: { searchParams: query }, body }: LocalRequest,
  clock: Clock,
): Promise<LocalResponse> {
  records.queue(queue);
  const hiddenS = wholeNumber(query, 'visibilitytimeout', { least: 0, most: WEEK_S }) ?? missing('visibilitytimeout');
  const found = records.taken(queue, id, query.get('popreceipt') ?? missing('popreceipt'));
  const text = messageText(body) ?? found.text;
  const changed = await records.change({ ...found, text, visibleAt: clock.now() + hiddenS * 1000 });
  return {
    status: 204,
    headers: { 'x-ms-popreceipt': changed.popReceipt, 'x-ms-time-next-visible': date(changed.visibleAt) },
  };
}

export async function deleteMessage(
  records: Records,
  { queue, id }: { readonly queue: string; readonly id: string },
  { url }: LocalRequest,
): Promise<LocalResponse> {
  records.queue(queue);
  await records.remove(records.taken(queue, id, url.searchParams.get('popreceipt') ?? missing('popreceipt')));
  return { status: 204 };
}

export async function clearMessages(records: Records, queue: string): Promise<LocalResponse> {
  records.queue(queue);
  await records.clear(queue);
  return { status: 204 };
}

const date = (instant: number) => new Date(instant).toUTCString();

/** What an answer tells of its messages: the receipt by which they may be deleted, the text and how often they were taken. */
type Told = 'receipt' | 'text';

function messageList(messages: readonly StoredMessage[], told: readonly Told[]): LocalResponse {
  const entries = messages.map((message) => {
    const receipt = element('PopReceipt', message.popReceipt) + element('TimeNextVisible', date(message.visibleAt));
    const text = element('DequeueCount', message.dequeueCount) + element('MessageText', message.text);
    return (
      `<QueueMessage>${element('MessageId', message.id)}${element('InsertionTime', date(message.insertedAt))}` +
      `${element('ExpirationTime', date(message.expiresAt))}${told.includes('receipt') ? receipt : ''}` +
      `${told.includes('text') ? text : ''}</QueueMessage>`
    );
  });
  return xmlAnswer('QueueMessagesList', entries.join(''));
}

/** Undefined where the request has none. */
function messageText(body: Buffer): string | undefined {
  const xml = body.toString('utf8');
  const found = /<QueueMessage>\s*(?:<MessageText\s*\/>|<MessageText>(.*)<\/MessageText>)\s*<\/QueueMessage>/su.exec(
    xml,
  );
  if (found === null) return undefined;
  const text = unescapeXml(found[1] ?? '');
  if (Buffer.byteLength(text) > MOST_BYTES)
    throw new Refusal(
      'RequestBodyTooLarge',
      'The request body is too large and exceeds the maximum permissible limit.',
    );
  return text;
}

function wholeNumber(
  query: URLSearchParams,
  name: string,
  { least, most }: { readonly least: number; readonly most: number },
): number | undefined {
  const given = query.get(name);
  if (given === null) return undefined;
  if (!/^-?\d+$/u.test(given))
    throw new Refusal(
      'InvalidQueryParameterValue',
      'Value for one of the query parameters specified in the request URI is invalid.',
      { QueryParameterName: name, QueryParameterValue: given },
    );
  const value = Number(given);
  if (value < least || value > most)
    throw new Refusal(
      'OutOfRangeQueryParameterValue',
      'One of the query parameters specified in the request URI is outside the permissible range.',
      {
        QueryParameterName: name,
        QueryParameterValue: given,
        MinimumAllowed: String(least),
        MaximumAllowed: String(most),
      },
    );
  return value;
}

function missing(name: string): never {
  throw new Refusal(
    'MissingRequiredQueryParameter',
    "A query parameter that's mandatory for this request is not specified.",
    { QueryParameterName: name },
  );
}
