import { z } from 'zod';
import { interactionSummary, sentMessage } from './interaction';
import { none } from './on-interaction';
import { operation } from './operation';

const reachOut = z.object({
  /** With its country code: `+1 425 555 0199`. Emergency services cannot be called. */
  to: z.string().trim().min(1).max(40),
  /** One of the agent's numbers. */
  from: z.string().min(1).max(120),
  /** An interaction of the agent's with the same customer. */
  about: z.string().min(1).max(100).nullable().default(null),
  /** The agent says that the customer agreed. */
  consentGiven: z.boolean().default(false),
  key: z.uuid(),
});

const ownNumbers = z
  .object({
    numbers: z.array(
      z.object({
        id: z.string(),
        channel: z.enum(['voice', 'sms']),
        address: z.string(),
        queueName: z.string(),
      }),
    ),
    countries: z.array(z.string()),
    /** Calls to emergency services cannot be made: the desk must say so wherever a number can be typed. */
    emergencyCalls: z.literal(false),
  })
  .meta({ id: 'OwnNumbers' });

/** How an agent begins a call or a text. */
export const reachingOutOperations = {
  listOwnNumbers: operation({
    method: 'GET',
    path: '/agent/numbers',
    summary: 'The numbers from which the agent may call and text, and the countries that may be reached.',
    access: 'agent',
    params: none,
    query: none,
    body: null,
    answer: ownNumbers,
  }),
  callOut: operation({
    method: 'POST',
    path: '/agent/calls',
    summary:
      "Calls a customer: their telephone rings, then the agent's Teams. Answers 409 with the guard's reason, or when every line of the number is taken. Leaves an audit line.",
    access: 'agent',
    params: none,
    query: none,
    body: reachOut,
    answer: z.object({ interaction: interactionSummary }),
  }),
  textOut: operation({
    method: 'POST',
    path: '/agent/texts',
    summary: "Texts a customer, whose conversation is the agent's from then on. Leaves an audit line.",
    access: 'agent',
    params: none,
    query: none,
    body: reachOut.extend({ text: z.string().trim().min(1).max(1_600) }),
    answer: sentMessage.extend({ interaction: interactionSummary }),
  }),
} as const;
