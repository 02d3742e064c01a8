import type { Disk } from './disk';
import type { Range } from './headers';
import type { StoredBlob } from './model';
import { cut, type Pages } from './pages';

/** The files that hold a blob's content. */
export const filesOf = ({ file, pages }: StoredBlob): string[] =>
  pages === undefined ? [file] : [...new Set(pages.extents.map((extent) => extent.file))];

/** The content of a blob, or a part: what lies behind its end on disk is none of it. */
export function contentOf(disk: Disk, blob: StoredBlob, part: Range = { from: 0, to: blob.size }): Promise<Buffer> {
  const { file, pages } = blob;
  return disk.hold(filesOf(blob), () => (pages === undefined ? disk.read(file, part) : contentIn(disk, pages, part)));
}

async function contentIn(disk: Disk, { extents }: Pages, part: Range): Promise<Buffer> {
  const content = Buffer.alloc(part.to - part.from);
  for (const extent of cut(extents, { at: part.from, size: content.length })) {
    const bytes = await disk.read(extent.file, { from: extent.from, to: extent.from + extent.size });
    bytes.copy(content, extent.at - part.from);
  }
  return content;
}
