import { agentIdOf } from '../../core/lib/ids';
import { LARGEST_FILE_BYTES } from '../../core/files/accept-file';
import { chatWord } from '../../../tests/contracts/fakes/chat-word';
import { createWorld, TENANT, type World } from '../../../tests/contracts/fakes/world';
import type { DeskFile } from '../../ports/agent-desk';
import { startChat } from '../customers/start-chat';
import { customerTypes } from '../customers/type-in-chat';
import { receiveChat } from '../inbound/receive-chat';
import { relayDeskText } from './relay-desk-text';

const cameron = agentIdOf('cameron');
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]);
const PDF = new TextEncoder().encode('%PDF-1.7');

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await world.ready('cameron');
});

/** A chat that Cameron has. */
async function chatOf(name: string) {
  const { threadId, userId } = await startChat(world.deps, {
    ...{ tenantId: TENANT, entryPoint: 'contoso-web', customerName: name, key: name },
  });
  const thread = { threadId, userId };
  await receiveChat(world.deps, chatWord(world, thread, 'My printer is broken', 1));
  await world.assign();
  await world.accept(cameron);
  return thread;
}

let nth = 0;
const attach = (files: readonly DeskFile[], text = '') =>
  relayDeskText(world.deps, {
    ...{ tenantId: TENANT, agentId: cameron, text, files, sourceId: `activity-${(nth += 1)}`, inReplyTo: null },
    sentAt: world.deps.clock.now(),
  });
/** Something that lies where Teams keeps it. */
function file(name: string, content: Uint8Array): DeskFile {
  const url = `https://contoso-my.sharepoint.com/${encodeURIComponent(name)}`;
  world.desk.files.set(url, content);
  return { kind: 'file', name, url };
}
const sent = () =>
  world.chat.sent.slice(-3).map(({ text, attachments }) => [text, ...attachments.map(({ name }) => name)]);
const told = () => world.desk.shown.at(-1)?.text;

test('files follow the text they came with, each as one of the chat', async () => {
  await chatOf('Jane');
  await attach([file('manual.pdf', PDF), file('photo.png', PNG)], 'Look here');
  expect(sent()).toEqual([['Look here'], ['manual.pdf', 'manual.pdf'], ['photo.png', 'photo.png']]);
  expect([...world.files.values()].filter((content) => content.length === PNG.length)).toHaveLength(1);
});

test('a pasted picture is called after what it is', async () => {
  await chatOf('Jane');
  const url = 'https://smba.example/v3/attachments/1/views/original';
  world.desk.files.set(url, PNG);
  await attach([{ kind: 'picture', url }]);
  expect(sent().at(-1)).toEqual(['picture.png', 'picture.png']);
});

test('what is not taken is named with why, and keeps back no other', async () => {
  await chatOf('Jane');
  const gone: DeskFile = { kind: 'file', name: 'gone.pdf', url: 'https://contoso-my.sharepoint.com/gone' };
  await attach([
    file('invoice\u202Efdp.exe', PDF),
    file('large.pdf', new Uint8Array(LARGEST_FILE_BYTES + 1)),
    file('archive.zip', PDF),
    file('page.pdf', new TextEncoder().encode('<html>')),
    gone,
    file('good.pdf', PDF),
  ]);
  expect(sent().at(-1)).toEqual(['good.pdf', 'good.pdf']);
  expect(told()?.split('\n')).toEqual([
    'invoice·fdp.exe was not sent: its name is not allowed.',
    'large.pdf was not sent: it is larger than 5 MB.',
    'archive.zip was not sent: files of this kind are not sent to customers.',
    'page.pdf was not sent: its content is not what its name says.',
    'gone.pdf was not sent: Teams did not hand it out. Attach it again.',
  ]);
});

test('with two customers nobody is sent a file that says nothing of whom it is for', async () => {
  await chatOf('Jane');
  await chatOf('John');
  await attach([file('manual.pdf', PDF)]);
  expect(sent().flat()).not.toContain('manual.pdf');
  expect(told()).toMatch(/^Whom do you mean: /);
});

test('a repeat of the activity sends no file twice', async () => {
  await chatOf('Jane');
  await attach([file('manual.pdf', PDF)]);
  nth -= 1;
  await attach([file('manual.pdf', PDF)]);
  expect(world.chat.sent.filter(({ text }) => text === 'manual.pdf')).toHaveLength(1);
});

test('that a customer writes is shown while it can only be that one', async () => {
  const jane = await chatOf('Jane');
  await customerTypes(world.deps, jane);
  expect(world.desk.typed).toEqual(['Cameron White']);
  await chatOf('John');
  await customerTypes(world.deps, jane);
  expect(world.desk.typed).toEqual(['Cameron White']);
});
