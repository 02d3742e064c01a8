import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { mainFilesOf } from './main-files';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

function appOf(main: string | undefined, files: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-main-'));
  folders.push(folder);
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), '');
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ main }));
  return folder;
}

const BUILT = ['dist/src/index.js', 'dist/src/setup.js', 'dist/src/functions/a.js', 'dist/src/functions/b.js'];

test.each([
  ['one file', 'dist/src/setup.js', ['dist/src/setup.js']],
  ['one beside the folder', './dist/src/index.js', ['dist/src/index.js']],
  ['what the templates say', 'dist/src/{index.js,functions/*.js}', [BUILT[0], BUILT[2], BUILT[3]]],
  ['whatever lies below', 'dist/**/*.js', [BUILT[0], BUILT[1], BUILT[2], BUILT[3]]],
  ['a folder', 'dist/src/functions', [BUILT[2], BUILT[3]]],
])("an app's main may be %s", async (_, main, files) => {
  const folder = appOf(main, [...BUILT, 'src/index.ts', 'dist/src/index.js.map']);
  expect(await mainFilesOf(folder)).toEqual(files.map((file) => join(folder, String(file))));
});

test('an app whose main fits no file, or that has none, is not started', async () => {
  await expect(mainFilesOf(appOf('dist/{a,b}.js', []))).rejects.toThrow(/dist\/\{a,b\}\.js.*build the app first/u);
  await expect(mainFilesOf(appOf(undefined, ['index.js']))).rejects.toThrow('names no main');
});
