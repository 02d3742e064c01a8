import { z } from 'zod';

const price = z.number().nonnegative();
const UNITS = ['execution', 'gigabyteSecond', 'storageTransaction', 'requestUnit', 'eventGridOperation'] as const;
const usage = z.strictObject({
  executions: price,
  gigabyteSeconds: price,
  storageTransactions: price,
  requestUnits: price,
  eventGridOperations: price,
});

/** A dated list of prices, and what a contact of each channel uses (design §10; measured by `npm run bench`). */
export const pricesSchema = z.strictObject({
  asOf: z.iso.date(),
  currency: z.string().length(3),
  source: z.string().min(1),
  unit: z.strictObject(
    Object.fromEntries(UNITS.map((unit) => [unit, price])) as Record<(typeof UNITS)[number], typeof price>,
  ),
  /** What is paid whether anybody comes or not. */
  standingPerDay: z.record(z.string(), price),
  perContact: z.record(z.string(), usage),
});

/** See {@link pricesSchema}. */
export type Prices = z.infer<typeof pricesSchema>;
type Usage = z.infer<typeof usage>;

/** What the platform costs for the contacts of a channel; who carries them is paid beside it. */
export interface ChannelCost {
  readonly channel: string;
  readonly contacts: number;
  readonly perContact: number;
  readonly total: number;
}

/** What contacts cost in a span of days, in the currency of the prices. */
export interface Costs {
  readonly channels: readonly ChannelCost[];
  /** Of the whole stamp, whoever its tenants are. */
  readonly standing: number;
  readonly total: number;
  /** Contacts of channels for which the list has no usage. */
  readonly unpriced: Readonly<Record<string, number>>;
}

/** `contacts`: how many came by channel in `days`. */
export function costsOf(prices: Prices, contacts: Readonly<Record<string, number>>, days: number): Costs {
  const channels = Object.entries(contacts).flatMap(([channel, count]): ChannelCost[] => {
    const used = prices.perContact[channel];
    if (used === undefined) return [];
    const perContact = priceOf(prices, used);
    return [{ channel, contacts: count, perContact, total: perContact * count }];
  });
  const standing = Object.values(prices.standingPerDay).reduce((sum, one) => sum + one, 0) * days;
  return {
    channels: channels.sort((a, b) => b.total - a.total),
    standing,
    total: channels.reduce((sum, { total }) => sum + total, standing),
    unpriced: Object.fromEntries(
      Object.entries(contacts).filter(([channel]) => prices.perContact[channel] === undefined),
    ),
  };
}

const priceOf = ({ unit }: Prices, used: Usage): number =>
  used.executions * unit.execution +
  used.gigabyteSeconds * unit.gigabyteSecond +
  used.storageTransactions * unit.storageTransaction +
  used.requestUnits * unit.requestUnit +
  used.eventGridOperations * unit.eventGridOperation;
