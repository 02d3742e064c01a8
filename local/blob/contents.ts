import type { Disk } from './disk';
import type { Range } from './headers';
import type { StoredBlob } from './model';

/** The files that hold a blob's content. */
export const filesOf = ({ file }: Pick<StoredBlob, 'file'>): string[] => [file];

/** The content of a blob, or a part: what lies behind its end on disk is none of it. */
export const contentOf = (
  disk: Disk,
  { file, size }: StoredBlob,
  part: Range = { from: 0, to: size },
): Promise<Buffer> => disk.read(file, part);
