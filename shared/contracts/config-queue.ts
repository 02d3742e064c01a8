import { z } from 'zod';
import { TARGET_PATTERN } from '../core/lib/duration';
import { CHOICE_RULES } from '../core/routing/types';
import { duration, name, perChannel, requirement, slug } from './flow-parts';

const target = z.string().regex(TARGET_PATTERN, 'a target is written like 20 s or 4 business h');
const priority = z.int().min(0).max(100);

const step = z.strictObject({
  for: duration.optional(),
  requirements: z.array(requirement).max(20).optional(),
  where: z.string().min(1).max(500).optional(),
  queues: z.array(slug).min(1).max(10).optional(),
  agents: z.array(slug).min(1).max(20).optional(),
  priority: priority.optional(),
  headStart: duration.optional(),
  choose: z.enum(CHOICE_RULES).optional(),
  skipIf: z.enum(['nobodySignedIn', 'nobodyReady', 'nobodyFree']).optional(),
});

const end = z.union([z.enum(['wait', 'leave']), z.strictObject({ queue: slug })]);

const offers = z.strictObject({
  to: z.enum(['one', 'all', 'progressive']).optional(),
  atMost: z.int().min(1).max(50).optional(),
  every: duration.optional(),
  declineLimit: z.int().min(1).max(100).optional(),
  rest: duration.optional(),
  coolDown: z
    .strictObject({
      declined: duration.optional(),
      busy: duration.optional(),
      ignored: duration.optional(),
      unreachable: duration.optional(),
    })
    .optional(),
});

const overflow = z.strictObject({
  when: z.union([
    z.literal('closed'),
    z.strictObject({ waiting: z.int().min(1).max(100_000) }),
    z.strictObject({ agents: z.int().min(1).max(10_000) }),
    z.strictObject({ expectedWait: duration }),
    z.strictObject({ waited: duration }),
  ]),
  then: z.union([z.literal('leave'), z.strictObject({ queue: slug })]),
});

/** Who waits where, for how long, and who is asked. */
export const queue = z.strictObject({
  id: slug,
  name,
  shard: slug.optional(),
  channels: perChannel(z.strictObject({ target: target.optional(), offerDeadline: duration.optional() })).refine(
    (channels) => Object.keys(channels).length > 0,
    'a queue takes at least one channel',
  ),
  requirements: z.array(requirement).max(20).optional(),
  priority: priority.optional(),
  wrapUp: duration.optional(),
  maxWait: duration.optional(),
  hours: slug.optional(),
  choose: z.enum(CHOICE_RULES).optional(),
  headStart: duration.optional(),
  preferredAgentFor: duration.optional(),
  steps: z.array(step).min(1).max(10).optional(),
  then: end.optional(),
  rules: z
    .array(
      z.strictObject({
        id: slug,
        when: z.string().min(1).max(500),
        steps: z.array(step).min(1).max(10),
        then: end.optional(),
      }),
    )
    .min(1)
    .max(20)
    .optional(),
  offers: offers.optional(),
  overflow: z.array(overflow).min(1).max(8).optional(),
  wrapUpBlocks: z.union([z.enum(['always', 'never']), duration]).optional(),
  whenChanged: z.enum(['apply', 'pin']).optional(),
  recording: z
    .strictObject({
      when: z.enum(['announced', 'consent']),
      sides: z.enum(['mixed', 'apart']).optional(),
      keepFor: duration.optional(),
      transcribe: z.boolean().optional(),
    })
    .optional(),
});
