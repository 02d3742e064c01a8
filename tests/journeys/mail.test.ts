import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import {
  createMailCustomer,
  headerOf,
  interactionsWith,
  messagesOf,
  ownMailbox,
  type MailCustomer,
} from './support/mail-customer';
import { openStage, type Stage } from './support/stage';

jest.setTimeout(120_000);

const MINUTE = 60_000;

describe('e-mail', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
    // The first sweep subscribes to the mailbox.
    await stage.pass(2 * MINUTE);
  });
  afterAll(() => stage.stop());
  const customer = (name: string): MailCustomer =>
    createMailCustomer(stage, `${name.toLowerCase()}@customer.example`, name);

  test('is acknowledged, offered and answered in its thread, and the answer comes back to the same agent', async () => {
    const cameron = stage.agent('cameron');
    await cameron.ready();
    const ada = customer('Ada');
    const log = Buffer.from('jam in tray 2');
    const first = await ada.write({
      subject: 'Printer',
      text: 'It does not print.',
      attachments: [{ name: 'printer.log', contentType: 'text/plain', contentBase64: log.toString('base64') }],
    });

    const [acknowledgement, ...more] = await ada.got();
    expect(more).toEqual([]);
    expect(acknowledgement).toMatchObject({
      from: { address: 'help@contoso.example' },
      subject: 'RE: Printer',
      inReplyTo: first.internetMessageId,
      via: 'graph',
    });
    expect(acknowledgement?.text).toContain('Thank you for your mail.');
    expect(headerOf(acknowledgement!, 'Auto-Submitted')).toBe('auto-replied');

    await cameron.press('accept');
    expect(await cameron.heard()).toEqual(['Ada: Printer\n\nIt does not print.']);
    await cameron.write('Which light blinks?');
    const reply = (await ada.got()).at(-1)!;
    expect(reply).toMatchObject({ inReplyTo: first.internetMessageId, via: 'graph' });
    expect(reply.text).toContain('Which light blinks?');
    expect(headerOf(reply, 'Auto-Submitted')).toBeUndefined();

    const [interaction] = await interactionsWith(stage, ada);
    expect(interaction?.phase.name).toBe('parked');
    expect(await cameron.interactions()).toEqual([]);
    const messages = await messagesOf(stage, interaction!);
    expect(messages.map(({ direction, author, delivery }) => [direction, author.kind, delivery?.status])).toEqual([
      ['in', 'customer', 'sent'],
      ['out', 'system', 'sent'],
      ['out', 'agent', 'sent'],
    ]);
    expect(messages[0]?.attachments).toMatchObject([{ name: 'printer.log', sizeBytes: log.byteLength }]);
    expect(await kept(stage, messages[0]!.attachments[0]!.url)).toEqual(log);

    await ada.answer(reply, 'The red one.');
    expect((await interactionsWith(stage, ada)).map(({ phase }) => phase.name)).toEqual(['alerting']);
    await cameron.press('accept');
    expect((await cameron.heard()).at(-1)).toBe('Ada: The red one.');
    expect(await ada.got()).toHaveLength(2);
  });
});

/** What lies in Blob Storage at an address, by the vendor's SDK. */
async function kept({ running }: Stage, url: string): Promise<Buffer> {
  const { endpoint, account, key } = running.endpoints.blob;
  const blobs = new BlobServiceClient(endpoint, new StorageSharedKeyCredential(account, key));
  const path = url.replace(`${endpoint}/files/`, '');
  return blobs.getContainerClient('files').getBlobClient(decodeURIComponent(path)).downloadToBuffer();
}
