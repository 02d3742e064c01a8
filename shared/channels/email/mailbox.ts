import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Graph, GraphRequest } from '../../graph/client';
import type { Files } from '../../ports/files';
import type { InboundMail, MailChanges, Mailboxes } from '../../ports/mail';
import type { Attachment } from '../../ports/message-store';
import { IMMUTABLE_IDS, mailboxPath } from './graph-mail';
import { parseMime, type MailFile, type MailParts } from './mime';
import { natureOf } from './nature';
import { encodeReplyTo } from './reply-to';
import { ensureSubscription } from './subscriptions';

const factsSchema = z.object({
  id: z.string(),
  internetMessageId: z.string(),
  conversationId: z.string(),
  receivedDateTime: z.string(),
});

const deltaSchema = z.object({
  value: z.array(z.object({ id: z.string(), '@removed': z.unknown().optional() })),
  '@odata.nextLink': z.string().optional(),
  '@odata.deltaLink': z.string().optional(),
});

/** More pages than this at once are left for the next sweep, which goes on where this one stopped. */
const MOST_PAGES = 20;
const GONE = 410;

/** Mailboxes of Exchange Online, by Microsoft Graph. */
export function createGraphMailboxes(graph: Graph, files: Pick<Files, 'put'>): Mailboxes {
  return {
    fetch: (mailbox, messageId) => fetchMail(graph, files, mailbox, messageId),
    changes: (mailbox, cursor, from) => changesSince(graph, cursor, firstPage(mailbox, from)),
    subscribe: (...subscription) => ensureSubscription(graph, ...subscription),
  };
}

async function fetchMail(
  graph: Graph,
  files: Pick<Files, 'put'>,
  mailbox: string,
  messageId: string,
): Promise<InboundMail | undefined> {
  const path = `${mailboxPath(mailbox)}/messages/${encodeURIComponent(messageId)}`;
  const select = '$select=id,internetMessageId,conversationId,receivedDateTime';
  const found = await ask(graph, { method: 'GET', path: `${path}?${select}`, prefer: IMMUTABLE_IDS });
  const source = found && (await ask(graph, { method: 'GET', path: `${path}/$value`, prefer: IMMUTABLE_IDS }));
  if (found === undefined || source === undefined) return undefined;
  const facts = factsSchema.parse(JSON.parse(found));
  const parts = await parseMime(source);
  return inboundMail(facts, parts, await keep(files, mailbox, facts.id, parts.files));
}

function inboundMail(
  facts: z.infer<typeof factsSchema>,
  { text, html, headers, subject, from, answerTo, answers }: MailParts,
  attachments: readonly Attachment[],
): InboundMail {
  const { internetMessageId } = facts;
  return {
    messageId: facts.id,
    internetMessageId,
    conversationId: facts.conversationId,
    nature: natureOf({ headers, fromAddress: from.address }),
    from,
    answerTo,
    subject,
    text,
    html,
    answers,
    attachments,
    receivedAt: Date.parse(facts.receivedDateTime),
    replyTo: encodeReplyTo({ graphId: facts.id, internetMessageId, references: [...answers].reverse(), subject }),
  };
}

/** A mail may carry anything: names are data, and paths are made of ids alone. */
async function keep(
  files: Pick<Files, 'put'>,
  mailbox: string,
  messageId: string,
  parts: readonly MailFile[],
): Promise<Attachment[]> {
  const folder = createHash('sha256').update(`${mailbox}\n${messageId}`).digest('hex');
  const kept: Attachment[] = [];
  for (const [index, { name, contentType, content }] of parts.entries()) {
    const url = await files.put(`mail/${folder}/${index}`, content, contentType);
    kept.push({ name, contentType, sizeBytes: content.byteLength, url });
  }
  return kept;
}

function firstPage(mailbox: string, from: number): string {
  const since = encodeURIComponent(`receivedDateTime ge ${new Date(from).toISOString()}`);
  return `${mailboxPath(mailbox)}/mailFolders/inbox/messages/delta?changeType=created&$select=id&$filter=${since}`;
}

/** Graph forgets cursors after a while (410) and wants the round to begin anew. */
async function changesSince(graph: Graph, cursor: string | null, anew: string): Promise<MailChanges> {
  const known = cursor === null ? undefined : await changes(graph, cursor);
  const found = known ?? (await changes(graph, anew));
  if (found === undefined) throw new Error('Graph began a round of changes and forgot it at once.');
  return found;
}

async function changes(graph: Graph, start: string): Promise<MailChanges | undefined> {
  const messageIds: string[] = [];
  let cursor = start;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { status, text } = await graph.send({ method: 'GET', path: cursor, prefer: IMMUTABLE_IDS });
    if (status === GONE) return undefined;
    if (status !== 200) throw refusal(status);
    const answer = deltaSchema.parse(JSON.parse(text));
    messageIds.push(...answer.value.flatMap((one) => (one['@removed'] === undefined ? [one.id] : [])));
    cursor = answer['@odata.nextLink'] ?? answer['@odata.deltaLink'] ?? cursor;
    if (answer['@odata.nextLink'] === undefined) break;
  }
  return { messageIds, cursor };
}

/** The text of the answer; undefined for what is not there. */
async function ask(graph: Graph, request: GraphRequest): Promise<string | undefined> {
  const { status, text } = await graph.send(request);
  if (status === 200) return text;
  if (status === 404) return undefined;
  throw refusal(status);
}

const refusal = (status: number): Error => new Error(`Graph answered ${status} to a request about a mailbox.`);
