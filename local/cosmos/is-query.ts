import type { LocalRequest } from '../kit/http';

const isTrue = (header: string | undefined): boolean => header?.toLowerCase() === 'true';

/** Whether what is posted asks for something: nothing is made by it. */
export const isQuery = ({ headers }: Pick<LocalRequest, 'headers'>): boolean =>
  isTrue(headers['x-ms-documentdb-isquery']) || (headers['content-type'] ?? '').includes('query+json');

/** Whether it asks how a query of several partitions is to be put together. */
export const isPlanRequest = ({ headers }: Pick<LocalRequest, 'headers'>): boolean =>
  isTrue(headers['x-ms-cosmos-is-query-plan-request']);
