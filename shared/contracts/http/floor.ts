import { z } from 'zod';
import { CHANNELS } from '../../core/lib/channel';

/** Somebody who waits, as those see them who may take or give them by hand. */
export const waiting = z
  .object({
    interactionId: z.string(),
    queueId: z.string(),
    channel: z.enum(CHANNELS),
    /** Start of the wait that orders them. */
    waitingSinceAt: z.number().int(),
    /** 0 is first. */
    priority: z.number(),
    /** An agent looks at them just now. */
    isOffered: z.boolean(),
  })
  .meta({ id: 'Waiting' });
