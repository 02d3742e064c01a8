import type { Container } from '@azure/cosmos';
import type { CustomerHistory, PastInteraction, ProfileRef, Visitor } from '../../ports/customer-history';
import { create, documentId, partitionKey, read, select, update, type Document } from './documents';

interface PastDocument extends Document {
  readonly kind: 'pastInteraction';
  readonly past: PastInteraction;
}

interface ProvenDocument extends Document {
  readonly kind: 'provenAddress';
  readonly address: string;
}

const MOST = 100;
const partition = ({ tenantId, address }: ProfileRef): string => partitionKey(tenantId, 'customerHistory', address);

const PROVEN = 'address';
const visitorPartition = ({ tenantId, customerAddress }: Visitor): string =>
  partitionKey(tenantId, 'provenAddress', customerAddress);

/** The `directory` container as the list of what belongs to an address. */
export function cosmosCustomerHistory(container: Container): CustomerHistory {
  const provenOf = async (visitor: Visitor) =>
    (await read<ProvenDocument>(container, PROVEN, visitorPartition(visitor)))?.address;
  return {
    async add(profile, past) {
      const document: PastDocument = {
        id: documentId(past.interactionId),
        pk: partition(profile),
        kind: 'pastInteraction',
        past: { ...past, group: null },
      };
      await create(container, document);
    },
    async list(profile) {
      const found = await select<PastDocument>(container, "SELECT * FROM c WHERE c.kind = 'pastInteraction'", {
        partitionKey: partition(profile),
      });
      return found
        .map(({ past }) => past)
        .sort((a, b) => b.openedAt - a.openedAt)
        .slice(0, MOST);
    },
    async setGroup(profile, interactionId, group) {
      let isThere = false;
      await update<PastDocument>(container, documentId(interactionId), partition(profile), (before) => {
        isThere = before !== undefined;
        return before === undefined || before.past.group === group
          ? undefined
          : { ...before, past: { ...before.past, group } };
      });
      return isThere ? 'done' : 'missing';
    },
    async prove(visitor, address) {
      const document: ProvenDocument = { id: PROVEN, pk: visitorPartition(visitor), kind: 'provenAddress', address };
      const { kind } = await create(container, document);
      return kind === 'created' ? address : ((await provenOf(visitor)) ?? address);
    },
    provenOf,
  };
}
