import type { LocalRequest } from '../kit/http';
import { badRequest } from './failure';

const DEFAULT_PAGE_SIZE = 100;
const LARGEST_PAGE_SIZE = 1000;

/** -1, and no header, leave it to the service. */
export function pageSizeOf({ headers }: LocalRequest): number {
  const asked = Number(headers['x-ms-max-item-count'] ?? -1);
  if (!Number.isInteger(asked) || asked === 0) throw badRequest(`The page size '${asked}' is invalid.`);
  return asked < 0 ? DEFAULT_PAGE_SIZE : Math.min(asked, LARGEST_PAGE_SIZE);
}
