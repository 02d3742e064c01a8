import type { Told } from './stories/told';
import type { World } from './world';

/** What an interaction would cost in Azure, by the frozen tables of local Azure. */
export interface Cost {
  readonly historyEvents: number;
  /** A batch of history rows counts as one. */
  readonly storageTransactions: number;
  /** Steps of its orchestration: each writes one batch. */
  readonly episodes: number;
  /** Request units of its own partition and of its customer's line in the inbox. */
  readonly requestUnits: number;
}

interface Charge {
  readonly partitionKey: string | null;
  readonly charge: number;
}

interface Partition {
  readonly pk: string;
  readonly facts: {
    readonly interactionId: string;
    readonly channel: string;
    readonly customerAddress: string;
    readonly externalRef: string;
  };
}

/** Texts share a line by the customer's number; everything else is a thread of its own. */
const lineOf = ({ facts }: Partition): string => (facts.channel === 'sms' ? facts.customerAddress : facts.externalRef);

export async function costsOf({ simulator, stored }: World, told: readonly Told[]): Promise<Map<Told, Cost>> {
  const { charges } = await simulator.get<{ charges: Charge[] }>('/_local/charges');
  const partitions = await stored.query<Partition>(
    'interactions',
    "SELECT c.pk, c.interaction.facts FROM c WHERE c.kind = 'snapshot'",
  );
  const costOf = async (one: Told): Promise<Cost> => {
    const own = partitions.find(({ facts }) => facts.interactionId === one.interactionId);
    const names = own === undefined ? [] : [own.pk, encodeURIComponent(lineOf(own))];
    const isOwn = (key: string) => names.some((name) => key.includes(name));
    const requestUnits = charges
      .filter(({ partitionKey }) => partitionKey !== null && isOwn(partitionKey))
      .reduce((sum, { charge }) => sum + charge, 0);
    const instance = encodeURIComponent(`contoso.${one.interactionId}`);
    const cost = await simulator.get<Omit<Cost, 'requestUnits'>>(`/_local/instances/${instance}/cost`);
    return { ...cost, requestUnits };
  };
  return new Map(await Promise.all(told.map(async (one) => [one, await costOf(one)] as const)));
}
