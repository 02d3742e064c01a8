/** What a file of a chat may be: how its name ends, what it is called on the wire, and how its content begins. */
export interface FileKind {
  readonly contentType: string;
  /** The first bytes, one of these; empty: text, which must hold no markup and no control characters. */
  readonly begins: readonly (readonly number[])[];
}

const bytes = (text: string): readonly number[] => Array.from(text, (character) => character.charCodeAt(0));

const ZIP = [bytes('PK\u0003\u0004')];
const JPEG: FileKind = { contentType: 'image/jpeg', begins: [[0xff, 0xd8, 0xff]] };
const office = (kind: string): FileKind => ({
  contentType: `application/vnd.openxmlformats-officedocument.${kind}`,
  begins: ZIP,
});

/**
 * Pictures, documents and plain text. Nothing that a browser or an office program runs: no HTML, no SVG, no macros, no
 * archives that nobody looks into.
 */
export const FILE_KINDS: ReadonlyMap<string, FileKind> = new Map([
  ['png', { contentType: 'image/png', begins: [[0x89, ...bytes('PNG\r\n'), 0x1a, 0x0a]] }],
  ['jpg', JPEG],
  ['jpeg', JPEG],
  ['gif', { contentType: 'image/gif', begins: [bytes('GIF87a'), bytes('GIF89a')] }],
  ['webp', { contentType: 'image/webp', begins: [bytes('RIFF')] }],
  ['pdf', { contentType: 'application/pdf', begins: [bytes('%PDF-')] }],
  ['docx', office('wordprocessingml.document')],
  ['xlsx', office('spreadsheetml.sheet')],
  ['pptx', office('presentationml.presentation')],
  ['txt', { contentType: 'text/plain', begins: [] }],
  ['csv', { contentType: 'text/csv', begins: [] }],
]);
