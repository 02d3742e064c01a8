import { z } from 'zod';
import { changed } from './interaction';
import { operation } from './operation';

export const none = z.object({});
export const interactionParams = z.object({ interactionId: z.string().min(1).max(100) });

/** Something that an agent does to an interaction of theirs, with nothing to add. */
export const onInteraction = (verb: string, summary: string) =>
  operation({
    method: 'POST',
    path: `/agent/interactions/{interactionId}/${verb}`,
    summary,
    access: 'agent',
    params: interactionParams,
    query: none,
    body: null,
    answer: changed,
  });
