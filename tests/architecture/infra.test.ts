import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTAINERS } from '../../shared/store/cosmos/containers';

const INFRA = join(__dirname, '../../infra');
const infra = (file: string): string => readFileSync(join(INFRA, file), 'utf8');

test('the template makes the containers that the code uses', () => {
  expect(JSON.parse(infra('containers.json'))).toEqual(JSON.parse(JSON.stringify(Object.values(CONTAINERS))));
});

test('every parameter of the template and of its modules is described', () => {
  const files = ['main.bicep', ...readdirSync(join(INFRA, 'modules')).map((file) => `modules/${file}`)];
  const undescribed = files.flatMap((file) => {
    // A declaration with its decorators is a paragraph.
    const paragraphs = infra(file).split('\n\n');
    return paragraphs
      .filter((text) => /^param /m.test(text) && !text.includes('@description('))
      .map((text) => [file, text]);
  });
  expect(files.length).toBeGreaterThan(5);
  expect(undescribed).toEqual([]);
});
