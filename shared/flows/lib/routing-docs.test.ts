import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { configJsonSchemas } from '../../contracts/config';
import { formatConfigError, readConfig } from '../../contracts/read-config';

const ROOT = join(__dirname, '../../..');
const PAGE = readFileSync(join(ROOT, 'docs/routing.md'), 'utf8');

type Fields = Readonly<Record<string, unknown>>;
type Named = Fields & { readonly id: string };

/** Properties of a part of the published schema, and of all that it holds. */
function keysIn(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(keysIn);
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties, ...others } = schema as { readonly properties?: Fields };
  const own = Object.entries(properties ?? {}).filter(([key]) => key !== 'recording');
  return [
    ...own.map(([key]) => key),
    ...own.flatMap(([, inner]) => keysIn(inner)),
    ...Object.values(others).flatMap(keysIn),
  ];
}

const { properties } = configJsonSchemas().config as {
  readonly properties: Readonly<Record<string, { items?: { properties: Fields } }>>;
};
const queueKeys = keysIn(properties['queues']?.items);
const { queues, capacity, shard, shifts } = properties['agents']?.items?.properties ?? {};
const agentKeys = ['shard', 'shifts', ...keysIn([queues, capacity, shard, shifts])];
const hoursKeys = keysIn(properties['hours']?.items);

/** What a flow says of a queue; texts are of every kind of step. */
const { nodes } = (
  configJsonSchemas().flow as { readonly properties: { readonly nodes: { additionalProperties: { oneOf: Fields[] } } } }
).properties;
const queueStep = nodes.additionalProperties.oneOf.find((step) => JSON.stringify(step).includes('"whenTooLong"'));
const stepKeys = keysIn(queueStep).filter((key) => !['any', 'chat', 'sms', 'email', 'voice'].includes(key));

/** What stands in the page as code: a setting whose name is a word of English is not told of by that word. */
const CODE = [...PAGE.matchAll(/```yaml\n(.*?)```|`([^`\n]+)`/gsu)]
  .map(([, block, inline]) => block ?? inline)
  .join('\n');

test.each([...new Set([...queueKeys, ...agentKeys, ...hoursKeys, ...stepKeys])].filter((key) => key !== 'name'))(
  'the page about routing tells of %s',
  (key) => {
    expect(CODE).toMatch(new RegExp(`\\b${key}\\b`, 'u'));
  },
);

const FOLDER = join(ROOT, 'config/contoso');
const contoso = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => ({ file, text: readFileSync(join(FOLDER, file), 'utf8') }));

/** `{ id: ada, … }` names somebody of Contoso: what it leaves out is theirs. */
const examples = [...PAGE.matchAll(/```yaml\n(.*?)```/gsu)].map(
  ([, text = '']) => parse(text.replaceAll(', …', '')) as unknown,
);

/** As a part of a configuration: fields of a queue by themselves are those of support. */
function partOf(example: unknown): Readonly<Record<string, readonly Named[] | Fields>> {
  if (Array.isArray(example)) return { queues: example as Named[] };
  const fields = example as Fields;
  if ('capacity' in fields) return { tenant: fields };
  if ('nodes' in fields) return fields as { readonly nodes: Fields };
  // A queue names its hours; the section holds them.
  const isPart = Object.entries(fields).some(([key, said]) => key in properties && typeof said !== 'string');
  return isPart ? (fields as Readonly<Record<string, readonly Named[]>>) : { queues: [{ id: 'support', ...fields }] };
}

/** Contoso with what the example says of it. */
function withExample(example: unknown): readonly { readonly file: string; readonly text: string }[] {
  const said = partOf(example);
  const files = contoso.map(({ file, text }) => {
    if (file.includes('flows'))
      return { file, text: file.includes('phone.yaml') ? withNodes(text, said['nodes']) : text };
    const sections = parse(text) as Readonly<Record<string, readonly Named[] | Fields>>;
    const changed = Object.entries(sections).map(
      ([name, own]) => [name, changedBy(stayingOf(own, said), said[name])] as const,
    );
    return { file, text: stringify(Object.fromEntries(changed)) };
  });
  const known = new Set(
    files.flatMap(({ file, text }) => (file.includes('flows') ? [] : Object.keys(parse(text) as Fields))),
  );
  const fresh = Object.fromEntries(Object.entries(said).filter(([name]) => !known.has(name) && name !== 'nodes'));
  return Object.keys(fresh).length === 0 ? files : [...files, { file: 'example.yaml', text: stringify(fresh) }];
}

/** The flow of callers with these of its steps. */
function withNodes(text: string, said: readonly Named[] | Fields | undefined): string {
  const flow = parse(text) as { readonly nodes: Fields };
  const changed = Object.fromEntries([...Object.entries(flow.nodes), ...Object.entries(said ?? {})]);
  return stringify({ ...flow, nodes: changed });
}

/**
 * Where queues move to another shard, of those who work in them only whom the example names; everybody else stays in the first shard and
 * says so.
 */
function stayingOf(
  own: readonly Named[] | Fields,
  said: Readonly<Record<string, readonly Named[] | Fields>>,
): readonly Named[] | Fields {
  if (!Array.isArray(said['shards']) || !Array.isArray(own)) return own;
  const first = (said['shards'] as readonly Named[])[0]?.id;
  const moved = JSON.stringify(said['queues']);
  const named = JSON.stringify(said['agents']);
  return (own as readonly Named[]).flatMap((one) => {
    if ('channels' in one && !Array.isArray(one['channels'])) return [{ ...one, shard: first }];
    if (!('entraObjectId' in one)) return [one];
    if (named.includes(`"${one.id}"`)) return [one];
    return serves(one['queues'], moved) ? [] : [{ ...one, shard: first }];
  });
}

const serves = (queuesOf: unknown, moved: string): boolean =>
  (queuesOf as readonly (string | { readonly queue: string })[]).some((one) =>
    moved.includes(`"${typeof one === 'string' ? one : one.queue}"`),
  );

function changedBy(own: readonly Named[] | Fields, said: readonly Named[] | Fields | undefined): unknown {
  if (said === undefined) return own;
  if (!Array.isArray(own) || !Array.isArray(said)) return { ...(own as Fields), ...(said as Fields) };
  const items = own as readonly Named[];
  const others = said as readonly Named[];
  const merged = items.map((one) => ({ ...one, ...others.find(({ id }) => id === one.id) }));
  return [...merged, ...others.filter(({ id }) => !items.some((one) => one.id === id))];
}

test.each(examples.map((example, n) => [n, example] as const))('example %i of the page compiles', (_, example) => {
  const result = readConfig(withExample(example));
  expect(result.ok ? [] : result.error.map(formatConfigError)).toEqual([]);
});
