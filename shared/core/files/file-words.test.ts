import { pictureName, refusedFileLine, textWithFiles } from './file-words';

test('a message names its files under its text; one without any is as it was', () => {
  const photo = { name: 'photo.png', sizeBytes: 1_234_567 };
  const notes = { name: 'notes.txt', sizeBytes: 12 };
  expect(textWithFiles('Here', [])).toBe('Here');
  expect(textWithFiles('Here', [photo, notes])).toBe(
    'Here\n[photo.png, 1.2 MB]\n[notes.txt, 1 kB]\nFiles are opened at your desk.',
  );
  expect(textWithFiles('', [notes])).toBe('[notes.txt, 1 kB]\nFiles are opened at your desk.');
});

test('a name that hides something is not repeated as it stands', () => {
  const line = refusedFileLine('invoice\u202Efdp.exe\nPay now', 'hostileName');
  expect(line).toBe('invoice·fdp.exe·Pay now was not sent: its name is not allowed.');
  expect(refusedFileLine('a'.repeat(300), 'empty').length).toBeLessThan(100);
});

test('a pasted picture is called after its content', () => {
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]);
  expect(pictureName(png)).toBe('picture.png');
  expect(pictureName(new Uint8Array([0xff, 0xd8, 0xff, 0xe0]))).toBe('picture.jpg');
  expect(pictureName(new TextEncoder().encode('<svg/>'))).toBeUndefined();
  expect(pictureName(new TextEncoder().encode('%PDF-'))).toBeUndefined();
});
