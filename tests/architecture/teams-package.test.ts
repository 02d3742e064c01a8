import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'teams-package-'));
const out = join(folder, 'app.zip');
/** As much of a schema as shows that it is looked at; Microsoft's own is not kept here. */
const schema = join(folder, 'schema.json');
afterAll(() => rmSync(folder, { recursive: true }));

const API = '0c0a5050-0000-4000-8000-00000000a001';
const BOT = '0c0a5050-0000-4000-8000-00000000a004';
const given = {
  ...{ host: 'contoso-app.azurewebsites.net', 'api-client-id': API, 'bot-id': BOT, developer: 'Contoso' },
  ...{ website: 'https://contoso.example', privacy: 'https://contoso.example/p', terms: 'https://contoso.example/t' },
};

function packaged(change: Readonly<Record<string, string>> = {}) {
  const options = { ...given, schema, out, ...change };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'infra/teams/package.mjs'), ...args], {
    encoding: 'utf8',
  });
  return { status, stderr };
}

/** The files of a zip, by its central directory. */
function filesOf(archive: Buffer): Readonly<Record<string, Buffer>> {
  const end = archive.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  let at = archive.readUInt32LE(end + 16);
  const files: Record<string, Buffer> = {};
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [packed, nameLength, local] = [
      archive.readUInt32LE(at + 20),
      archive.readUInt16LE(at + 28),
      archive.readUInt32LE(at + 42),
    ];
    const begin = local + 30 + archive.readUInt16LE(local + 26);
    files[archive.toString('utf8', at + 46, at + 46 + nameLength)] = inflateRawSync(
      archive.subarray(begin, begin + packed),
    );
    at += 46 + nameLength;
  }
  return files;
}

const asks = (properties: object) =>
  writeFileSync(
    schema,
    JSON.stringify({ $schema: 'http://json-schema.org/draft-04/schema#', type: 'object', properties }),
  );

describe('the Teams app of a stamp', () => {
  beforeEach(() => asks({ bots: { type: 'array' } }));

  test('names the bot, the tab and the sign-in of this stamp, and the same again updates it', () => {
    expect(packaged()).toEqual({ status: 0, stderr: '' });
    const first = readFileSync(out);
    const files = filesOf(first);
    expect(Object.keys(files)).toEqual(['manifest.json', 'color.png', 'outline.png']);
    expect(JSON.parse(files['manifest.json']!.toString())).toMatchObject({
      bots: [{ botId: BOT, scopes: ['personal'] }],
      staticTabs: [{ contentUrl: `https://${given.host}/api/desk/index.html?teams` }, {}, {}],
      validDomains: [given.host],
      webApplicationInfo: { id: API, resource: `api://${given.host}/${API}` },
    });
    for (const [name, size] of Object.entries({ 'color.png': 192, 'outline.png': 32 }))
      expect([files[name]!.readUInt32BE(16), files[name]!.readUInt32BE(20)]).toEqual([size, size]);
    packaged();
    expect(readFileSync(out).equals(first)).toBe(true);
  });

  test('asks for the microphone only where its softphone needs it', () => {
    packaged({ 'voice-profile': 'teamsPhoneExtensibility' });
    const manifest = filesOf(readFileSync(out))['manifest.json']!.toString();
    expect(JSON.parse(manifest)).toMatchObject({ devicePermissions: ['media'] });
  });

  test.each([
    ['host', 'https://contoso.example', 'host'],
    ['bot-id', 'the bot', 'botId'],
    ['website', 'http://contoso.example', 'website'],
    ['name', 'A name that is too long for the bar of Teams', 'name'],
  ])('refuses a wrong %s by name', (option, value, named) => {
    const { status, stderr } = packaged({ [option]: value });
    expect([status, stderr]).toEqual([2, expect.stringContaining(`${named}: `)]);
  });

  test('a manifest that does not fit the schema is not written', () => {
    asks({ accentColor: { type: 'number' } });
    expect(packaged()).toEqual({ status: 1, stderr: expect.stringContaining('accentColor') as string });
  });
});
