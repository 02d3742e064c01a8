import { invalidHeader } from '../kit/storage/answers';
import type { PublicAccess, StoredContainer } from './model';
import type { Operation } from './operation-entry';

const HEADER = 'x-ms-blob-public-access';

/** What a request makes public of a container. */
export function publicAccessIn(headers: Readonly<Record<string, string>>): { readonly publicAccess?: PublicAccess } {
  const publicAccess = headers[HEADER];
  if (publicAccess === undefined) return {};
  if (publicAccess === 'blob' || publicAccess === 'container') return { publicAccess };
  throw invalidHeader(HEADER, publicAccess);
}

export const publicAccessHeaders = ({ publicAccess }: StoredContainer): Record<string, string> =>
  publicAccess === undefined ? {} : { [HEADER]: publicAccess };

/** https://learn.microsoft.com/rest/api/storageservices/get-container-acl: what is read by letters that read or list. */
export function isPublic(container: StoredContainer, { wanted, blob }: Operation, method: string): boolean {
  if (container.publicAccess === undefined || (method !== 'GET' && method !== 'HEAD')) return false;
  if (blob !== '') return wanted.permissions === 'r';
  return container.publicAccess === 'container' && ['r', 'l'].includes(wanted.accountPermissions);
}
