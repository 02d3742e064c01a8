import type { Disk } from './disk';
import type { StoredBlob } from './model';

/** The files that hold a blob's content. */
export const filesOf = ({ file }: Pick<StoredBlob, 'file'>): string[] => [file];

/** The content of a blob, whole. */
export const contentOf = (disk: Disk, { file }: StoredBlob): Promise<Buffer> => disk.read(file);
