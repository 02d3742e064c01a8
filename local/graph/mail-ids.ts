import { createHash } from 'node:crypto';
import type { StoredMail } from './mail';

/** The id that is not asked to be immutable: another one in every folder. */
export const folderId = ({ id, folder }: Pick<StoredMail, 'id' | 'folder'>): string =>
  `AAMk${createHash('sha256').update(`${id} ${folder}`).digest('base64url')}AAA=`;
