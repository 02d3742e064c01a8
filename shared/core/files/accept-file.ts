import { FILE_KINDS, type FileKind } from './file-kinds';

/** Why a file is not taken. */
export type FileRefusal =
  | 'empty'
  | 'tooLarge'
  /** The name is too long, or holds what hides or leads elsewhere: paths, control characters, turned writing, markup. */
  | 'hostileName'
  | 'kindNotAllowed'
  /** The content is not what the name says. */
  | 'notWhatItSays';

export type FileVerdict =
  | { readonly kind: 'accepted'; readonly name: string; readonly extension: string; readonly contentType: string }
  | { readonly kind: 'refused'; readonly why: FileRefusal };

/** 5 MB: a photo of a telephone or a document of some pages. */
export const LARGEST_FILE_BYTES = 5 * 1024 * 1024;
export const LONGEST_NAME = 120;

/** Paths and drives, what markup reads, and control, format (which turn or hide writing) and private characters. */
const HOSTILE = /[\\/:*?"<>|]|\p{Cc}|\p{Cf}|\p{Co}|\p{Cs}|\p{Zl}|\p{Zp}/u;
/** What somebody is made to run by a name that shows another ending: `invoice.exe.pdf`. */
const RUNNABLE =
  /\.(?:exe|com|scr|pif|bat|cmd|ps1|vbs?|jse?|mjs|wsf|hta|msi|jar|lnk|reg|sh|app|dll|apk|html?|svg|php|docm|xlsm)(?=\.|$)/i;

/** Whether a file of a chat may be kept, by its name and its content. What it is called on the wire is ours to say, not the sender's. */
export function acceptFile(rawName: string, content: Uint8Array): FileVerdict {
  const name = rawName.normalize('NFC').trim();
  const isHostile = name.length > LONGEST_NAME || HOSTILE.test(name) || /^\.|\.$|\.\./.test(name) || name === '';
  if (isHostile || RUNNABLE.test(name)) return refused('hostileName');
  if (content.length === 0) return refused('empty');
  if (content.length > LARGEST_FILE_BYTES) return refused('tooLarge');
  const extension = /\.([a-z0-9]{2,5})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  const kind = FILE_KINDS.get(extension);
  if (kind === undefined) return refused('kindNotAllowed');
  if (!isOfKind(kind, content)) return refused('notWhatItSays');
  return { kind: 'accepted', name, extension, contentType: kind.contentType };
}

const refused = (why: FileRefusal): FileVerdict => ({ kind: 'refused', why });

function isOfKind({ begins }: FileKind, content: Uint8Array): boolean {
  if (begins.length === 0) return isPlainText(content);
  return begins.some((first) => first.every((byte, index) => content[index] === byte));
}

/** How far browsers look when they guess what a text is (https://mimesniff.spec.whatwg.org/#reading-the-resource-header). */
const LOOKED_AT_BYTES = 1_445;
const MARKUP = /<\s*(?:[!?/]|html|head|body|script|iframe|svg|style|title|table|div|img|object|embed|a\b|b\b|p\b|h1)/i;

function isPlainText(content: Uint8Array): boolean {
  let beginning = '';
  for (const byte of content.subarray(0, LOOKED_AT_BYTES)) {
    const isControl = byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d;
    if (isControl || byte === 0x7f) return false;
    beginning += String.fromCharCode(byte);
  }
  return !MARKUP.test(beginning);
}
