// Writes the Teams app of a stamp: npm run teams:package -- --host <host> --api-client-id <guid> --bot-id <guid> …
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { manifestOf, parameters, SCHEMA_URL } from './manifest.mjs';
import { colourIcon, outlineIcon } from './png.mjs';
import { zip } from './zip.mjs';

const HELP = `Writes the Teams app of a stamp.
  --host <host>             where the stamp's function app is, without https://
  --api-client-id <guid>    the Entra application of the API: people sign in to it
  --bot-id <guid>           the Entra application of the bot
  --developer <name>        who publishes it, with --website, --privacy and --terms (https)
  --name <name>             what it is called in Teams (Switchboard)
  --version <n.n.n>         higher than the one before (1.0.0)
  --voice-profile <profile> teamsUser, or teamsPhoneExtensibility: its softphone asks for the microphone
  --app-id <guid>           only to go on with an app that has another id
  --schema <file or URL>    Microsoft's schema (${SCHEMA_URL})
  --out <file>              (dist/teams/switchboard.zip)`;

const text = { type: 'string' };
const { values } = parseArgs({
  options: {
    ...{ host: text, 'api-client-id': text, 'bot-id': text, 'app-id': text, name: text, version: text },
    ...{ developer: text, website: text, privacy: text, terms: text, 'voice-profile': text },
    schema: { ...text, default: SCHEMA_URL },
    out: { ...text, default: 'dist/teams/switchboard.zip' },
    help: { type: 'boolean', default: false },
  },
});

function refuse(lines) {
  console.error([...lines, '', HELP].join('\n'));
  process.exit(2);
}

if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const { schema: schemaPlace, out, help: _, ...given } = values;
const camel = (name) => name.replace(/-(\w)/g, (_all, letter) => letter.toUpperCase());
const read = parameters.safeParse(
  Object.fromEntries(Object.entries(given).map(([name, value]) => [camel(name), value])),
);
if (!read.success) refuse(read.error.issues.map(({ path, message }) => `${path.join('.') || 'option'}: ${message}`));

/** Microsoft's schema; undefined where it cannot be had. */
async function schema() {
  if (!/^https?:/.test(schemaPlace)) return JSON.parse(readFileSync(schemaPlace, 'utf8'));
  const response = await fetch(schemaPlace, { signal: AbortSignal.timeout(15_000) }).catch(() => undefined);
  return response?.ok === true ? response.json() : undefined;
}

const manifest = manifestOf(read.data);
const published = await schema();
if (published === undefined)
  console.warn(`Not checked against Microsoft's schema, which could not be fetched: ${schemaPlace}`);
else {
  const checked = z.fromJSONSchema(inlined(published)).safeParse(manifest);
  if (!checked.success) {
    console.error('The manifest does not fit the schema:');
    for (const { path, message } of checked.error.issues) console.error(`  ${path.join('.')}: ${message}`);
    process.exit(1);
  }
}

/**
 * The schema as far as `z.fromJSONSchema` reads it: references into its own properties are put in place, and conditions,
 * which its draft (04) does not know, are left out.
 */
function inlined(document) {
  const at = (pointer) =>
    pointer
      .slice(2)
      .split('/')
      .reduce((value, key) => value[key.replaceAll('~1', '/').replaceAll('~0', '~')], document);
  const walk = (value) => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    if (typeof value.$ref === 'string' && value.$ref.startsWith('#/properties/')) return walk(at(value.$ref));
    const known = Object.entries(value).filter(([key]) => !['if', 'then', 'else'].includes(key));
    return Object.fromEntries(known.map(([key, inner]) => [key, walk(inner)]));
  };
  return walk(document);
}

const file = resolve(out);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(
  file,
  zip({
    'manifest.json': Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`),
    'color.png': colourIcon(),
    'outline.png': outlineIcon(),
  }),
);
console.log(
  `${file}: app ${manifest.id}, version ${manifest.version}${published === undefined ? '' : ', fits the schema'}`,
);
