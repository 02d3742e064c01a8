import { z } from 'zod';
import type { LocalAzure } from '../azure';
import { servicesOf, type Cloud } from '../cloud';
import { CALL_STREAMS } from '../communication/calls/call-streams';
import { isSameName } from '../kit/faults';
import { SENDS } from '../sends';
import { CLIENTS } from '../web-pubsub/clients';
import { EMPTY, get, post, Refused, type Operation } from './operation';

const share = z.number().min(0).max(1);
const whole = z.number().int().positive();

const fault = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('latency'), ms: z.number().int().min(0).max(60_000) }),
  z.object({
    kind: z.literal('refuse'),
    status: z.number().int().min(400).max(599),
    retryAfterMs: z.number().int().min(0).default(1_000),
  }),
  z.object({ kind: z.enum(['timeout', 'lose', 'appliedThenDropped', 'duplicate', 'reorder']) }),
]);

const extent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('count'), count: whole }),
  z.object({ kind: z.literal('share'), share }),
  z.object({ kind: z.literal('time'), forMs: whole }),
]);

const rules = z.object({
  /** Chance takes the same course again after the same seed. */
  seed: z.number().int().optional(),
  rules: z.array(z.object({ service: z.string(), operation: z.string().default('*'), fault, extent })).default([]),
});

/** All that a rule can name; a name that nothing has would never hit. */
const namesOf = (cloud: Cloud): readonly string[] => [
  '*',
  ...servicesOf(cloud).map(({ name }) => name),
  ...Object.values(SENDS),
  CALL_STREAMS,
  CLIENTS.service,
];

function refuseUnknown(names: readonly string[], wanted: readonly { readonly service: string }[]): void {
  const unknown = wanted.find(({ service }) => !names.some((name) => isSameName(name, service)));
  if (unknown !== undefined)
    throw new Refused(400, `There is no service '${unknown.service}'. There are ${names.join(', ')}.`);
}

/** What goes wrong between the app and the local services, on purpose. */
export const serviceFaultOperations = ({
  faults,
  cloud,
}: Pick<LocalAzure, 'faults' | 'cloud'>): readonly Operation[] => [
  get('getFaults', '/_local/faults', 'The rules of faults, and how often each has hit.', () => ({
    rules: faults.list(),
  })),
  post(
    'addFaults',
    '/_local/faults',
    'Adds rules: per service and operation a fault, for a count, a share or a time. The first rule that fits hits.',
    rules,
    ({ body }) => {
      refuseUnknown(namesOf(cloud), body.rules);
      if (body.seed !== undefined) faults.seed(body.seed);
      return { rules: body.rules.map((rule) => faults.add(rule)) };
    },
  ),
  post('clearFaults', '/_local/faults/clear', 'Takes all rules back.', EMPTY, () => {
    faults.clear();
  }),
];
