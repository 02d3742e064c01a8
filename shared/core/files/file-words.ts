import type { FileRefusal } from './accept-file';
import { FILE_KINDS } from './file-kinds';

/** Why a file went nowhere, after its name. */
const WHY: Readonly<Record<FileRefusal, string>> = {
  empty: 'it is empty',
  tooLarge: 'it is larger than 5 MB',
  hostileName: 'its name is not allowed',
  kindNotAllowed: 'files of this kind are not sent to customers',
  notWhatItSays: 'its content is not what its name says',
};

/** What an agent reads of a file that was not taken. */
export const refusedFileLine = (name: string, why: FileRefusal): string =>
  `${shownName(name)} was not sent: ${WHY[why]}.`;

/** What hides, turns writing or breaks lines is not repeated to whoever reads about it. */
export const shownName = (name: string): string => {
  const plain = name.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, '·').trim();
  return plain.length <= 60 ? plain : `${plain.slice(0, 59)}…`;
};

/** The files of a message as a line each, under its text: where no file can be shown they are named. */
export function textWithFiles(
  text: string,
  files: readonly { readonly name: string; readonly sizeBytes: number }[],
): string {
  if (files.length === 0) return text;
  const lines = files.map(({ name, sizeBytes }) => `[${shownName(name)}, ${sizeOf(sizeBytes)}]`);
  return [text, ...lines, 'Files are opened at your desk.'].filter((line) => line !== '').join('\n');
}

const sizeOf = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1_000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

/** A picture that was pasted into a text has no name: it is called after what it is. Undefined: it is no picture that is sent. */
export function pictureName(content: Uint8Array): string | undefined {
  for (const [extension, { contentType, begins }] of FILE_KINDS)
    if (contentType.startsWith('image/') && begins.some((first) => first.every((byte, n) => content[n] === byte)))
      return `picture.${extension}`;
  return undefined;
}
