import fc from 'fast-check';
import { acceptFile, LARGEST_FILE_BYTES } from './accept-file';
import { FILE_KINDS } from './file-kinds';

const bytes = (text: string) => new TextEncoder().encode(text);
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]);
const why = (name: string, content: Uint8Array) => {
  const verdict = acceptFile(name, content);
  return verdict.kind === 'refused' ? verdict.why : 'accepted';
};

test.each([
  ['Bild Küche 1.png', PNG, 'image/png'],
  ['領収書.pdf', bytes('%PDF-1.7 …'), 'application/pdf'],
  ['PHOTO.JPG', new Uint8Array([0xff, 0xd8, 0xff, 0xe0]), 'image/jpeg'],
  ['orders.csv', bytes('a;b\r\n1;2'), 'text/csv'],
  ['1 < 2.txt'.replace(' < ', ' of '), bytes('1 < 2, and 3 > 2'), 'text/plain'],
])('%s is taken as what it is', (name, content, contentType) => {
  expect(acceptFile(name, content)).toMatchObject({ kind: 'accepted', name, contentType });
});

test.each([
  ['../../etc/passwd.txt', 'hostileName'],
  ['C:\\autoexec.txt', 'hostileName'],
  ['invoice\u202Efdp.exe', 'hostileName'],
  ['invoice.exe.pdf', 'hostileName'],
  ['page.html', 'hostileName'],
  ['picture.svg', 'hostileName'],
  ['<img src=x onerror=alert(1)>.png', 'hostileName'],
  ['a\u0000.png', 'hostileName'],
  ['a\n.png', 'hostileName'],
  ['zero\u200Bwidth.png', 'hostileName'],
  ['.htaccess', 'hostileName'],
  ['trailing.png.', 'hostileName'],
  [`${'a'.repeat(120)}.png`, 'hostileName'],
  ['', 'hostileName'],
  ['archive.zip', 'kindNotAllowed'],
  ['nothing', 'kindNotAllowed'],
])('the name %j is refused', (name, code) => {
  expect(why(name, PNG)).toBe(code);
});

test.each([
  ['empty.png', new Uint8Array(), 'empty'],
  ['large.png', new Uint8Array(LARGEST_FILE_BYTES + 1), 'tooLarge'],
  ['page.png', bytes('<html><script>alert(1)</script>'), 'notWhatItSays'],
  ['page.txt', bytes('  <!DOCTYPE html><script>alert(1)</script>'), 'notWhatItSays'],
  ['page.csv', bytes('a;<script src=//evil.example>'), 'notWhatItSays'],
  ['program.txt', new Uint8Array([0x4d, 0x5a, 0, 3]), 'notWhatItSays'],
  ['program.pdf', bytes('MZ'), 'notWhatItSays'],
])('%s with such content is refused', (name, content, code) => {
  expect(why(name, content)).toBe(code);
});

test('whatever comes, what is taken has a known kind, a name without tricks, and a size within the limit', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...FILE_KINDS.keys(), 'exe'), (stem, ending) => {
      const verdict = acceptFile(`${stem}.${ending}`, PNG);
      if (verdict.kind === 'refused') return;
      expect(FILE_KINDS.get(verdict.extension)?.contentType).toBe(verdict.contentType);
      expect(verdict.name).not.toMatch(/[/\\<>\p{Cc}\p{Cf}]/u);
    }),
  );
});
