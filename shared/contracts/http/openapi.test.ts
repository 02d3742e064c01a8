import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from './openapi';
import { OPERATIONS } from './routes';

const FILE = join(__dirname, '../../../docs/openapi.json');

type Json = Readonly<Record<string, unknown>>;
const document = openApiDocument() as { paths: Record<string, Record<string, Json>>; components: { schemas: Json } };

/** `UPDATE_OPENAPI=1` writes the file anew after a change that was meant. */
test('docs/openapi.json is the API as it is', () => {
  const text = `${JSON.stringify(document, null, 2)}\n`;
  if (process.env['UPDATE_OPENAPI'] === '1') writeFileSync(FILE, text);
  expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(JSON.parse(text));
});

test('every operation is there, under its own id', () => {
  const ids = Object.values(document.paths).flatMap((path) => Object.values(path).map((one) => one['operationId']));
  expect(ids.sort()).toEqual(Object.keys(OPERATIONS).sort());
});

test('no schema is nothing but its own name', () => {
  for (const [name, schema] of Object.entries(document.components.schemas))
    expect(schema).not.toEqual({ $ref: `#/components/schemas/${name}` });
});

test('every reference leads somewhere, and nothing of the generator is left', () => {
  const text = JSON.stringify(document);
  expect(text).not.toContain('$defs');
  for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g))
    expect(document.components.schemas).toHaveProperty(name);
});

test('every part of a path is a parameter that is described', () => {
  for (const [path, methods] of Object.entries(document.paths)) {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    for (const declared of Object.values(methods)) {
      const parameters = (declared['parameters'] ?? []) as { name: string; in: string; required: boolean }[];
      expect(parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(names);
    }
  }
});
