import { z } from 'zod';

/** A file that was sent with something said; read with the operation `getChatFile`. */
export const chatFile = z
  .object({
    fileId: z.string(),
    name: z.string(),
    contentType: z.string(),
    sizeBytes: z.number().int(),
  })
  .meta({ id: 'ChatFile' });

/** What is kept of a file beside its content: what was looked at when it came, and where it lies. */
export const keptChatFile = z.object({ file: chatFile, url: z.string() });

/** What was said in a chat of our own. `seq` counts from 1 without gaps: the order in which everybody reads it. */
export const chatMessage = z
  .object({
    seq: z.number().int().positive(),
    from: z.enum(['customer', 'agent', 'system']),
    name: z.string().nullable(),
    text: z.string(),
    files: z.array(chatFile).readonly(),
    at: z.number().int(),
  })
  .meta({ id: 'ChatMessage' });

/**
 * What a customer's page hears. `changed`: something about the chat did; the page asks how it stands. `typing`: the agent
 * writes something, and has not sent it.
 */
export const chatNews = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('message'), message: chatMessage }),
    z.object({ kind: z.literal('changed') }),
    z.object({ kind: z.literal('typing'), name: z.string().nullable() }),
  ])
  .meta({ id: 'ChatNews', description: 'One message over Web PubSub to the page of a customer, as JSON.' });

/** Where a customer is, as their page shows it. */
export const chatState = z
  .discriminatedUnion('kind', [
    /** Nothing was said yet, or the last conversation is over: the next word begins one. */
    z.object({
      kind: z.literal('idle'),
      /** The last conversation is over, was with an agent, and may be rated once. */
      mayRate: z.boolean(),
    }),
    z.object({ kind: z.literal('assistant') }),
    z.object({
      kind: z.literal('waiting'),
      /** 1 is next; null when nobody can say. */
      position: z.number().int().nullable(),
      /** Eight of ten such intervals hold the wait; null while too little is known. */
      expectedMs: z.object({ low: z.number().int(), high: z.number().int() }).nullable(),
    }),
    z.object({ kind: z.literal('agent'), name: z.string().nullable() }),
  ])
  .meta({ id: 'ChatState' });

export type ChatFile = z.infer<typeof chatFile>;
export type KeptChatFile = z.infer<typeof keptChatFile>;
export type ChatMessage = z.infer<typeof chatMessage>;
export type ChatNews = z.infer<typeof chatNews>;
export type ChatState = z.infer<typeof chatState>;
