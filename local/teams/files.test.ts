import { NOW, startTeams, type TeamsUnderTest } from './test-teams';

let teams: TeamsUnderTest;
beforeEach(async () => {
  teams = await startTeams();
  await teams.agents.install('ada-oid');
});
afterEach(() => teams.close());

const content = Buffer.from('%PDF-1.7');
interface Named {
  readonly contentType: string;
  readonly name?: string;
  readonly contentUrl?: string;
  readonly content?: { readonly downloadUrl?: string };
}
const attachments = () => teams.received.at(-1)?.activity.attachments as readonly Named[];
const read = async (url: string, headers: Record<string, string> = {}) => {
  const response = await fetch(url, { headers });
  return [response.status, response.status === 200 ? Buffer.from(await response.arrayBuffer()).toString() : ''];
};

test('a file is handed out for five minutes to whoever knows where it lies', async () => {
  await teams.agents.attach('ada-oid', 'The manual', [{ name: 'manual.pdf', content }]);
  const file = attachments().find(({ name }) => name === 'manual.pdf');
  expect(file).toMatchObject({
    contentType: 'application/vnd.microsoft.teams.file.download.info',
    content: { fileType: 'pdf' },
  });
  const url = file?.content?.downloadUrl ?? '';
  expect(await read(url)).toEqual([200, '%PDF-1.7']);
  expect(await read(url.replace(/\w$/, '_'))).toEqual([404, '']);
  await teams.stepTo(NOW + 5 * 60_000);
  expect(await read(url)).toEqual([404, '']);
});

test('a pasted picture has no name, and only the bot may read it', async () => {
  await teams.agents.attach('ada-oid', '', [{ name: null, content }]);
  const picture = attachments().find(({ contentType }) => contentType === 'image/*');
  const url = picture?.contentUrl ?? '';
  expect(picture?.name).toBeUndefined();
  expect(await read(url)).toEqual([401, '']);
  expect(await read(url, { authorization: 'Bearer bot:https://api.botframework.com' })).toEqual([200, '%PDF-1.7']);
  // A picture's address is no address of a file.
  expect(await read(url.replace('v3/attachments/', 'files/').replace('/views/original', ''))).toEqual([404, '']);
});
