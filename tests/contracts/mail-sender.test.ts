import { createAcsMailSender, createGraphMailSender } from '../../shared/channels/email';
import { encodeReplyTo } from '../../shared/channels/email/reply-to';
import { createGraph } from '../../shared/graph/client';
import type { CustomerMessage } from '../../shared/ports/channels';
import { createHttpStub, type SentRequest, type StubAnswer } from './fakes/http-stub';
import { describeMailSender, type MailSeen } from './mail-sender.testsuite';

const SMALL = Buffer.from('%PDF-1.7 small');
const FILES = { open: async (url: string) => (url === 'https://blob.test/offer.pdf' ? SMALL : undefined) };
const OFFER = {
  ...{ name: 'offer.pdf', contentType: 'application/pdf', sizeBytes: SMALL.length },
  url: 'https://blob.test/offer.pdf',
};

const ANSWERED = '<m1@example.org>';
const replyTo = encodeReplyTo({ graphId: 'g-1', internetMessageId: ANSWERED, references: [], subject: 'Printer' });

const FAILURES: Readonly<Record<'throttled' | 'noAnswer' | 'refused', StubAnswer>> = {
  throttled: { status: 429, headers: { 'retry-after-ms': '1' } },
  noAnswer: 'noAnswer',
  refused: { status: 400, body: { error: { code: 'ErrorInvalidRequest', message: 'no' } } },
};

function stubbed(answer: (request: SentRequest) => StubAnswer) {
  let failure: StubAnswer | undefined;
  const stub = createHttpStub((request) => failure ?? answer(request));
  return { stub, fail: (how: keyof typeof FAILURES) => void (failure = FAILURES[how]) };
}

interface AcsMail {
  readonly senderAddress: string;
  readonly recipients: { readonly to: readonly { readonly address: string }[] };
  readonly content: { readonly plainText: string };
  readonly headers: Readonly<Record<string, string>>;
}

describeMailSender('ACS Email', () => {
  const { stub, fail } = stubbed(({ method }) =>
    method === 'POST'
      ? { status: 202, headers: { 'operation-location': 'https://acs.example/emails/operations/1' } }
      : { status: 500 },
  );
  const seen = ({ body }: SentRequest): MailSeen => {
    const mail = body as unknown as AcsMail;
    return {
      from: mail.senderAddress,
      to: mail.recipients.to[0]!.address,
      text: mail.content.plainText,
      key: mail.headers['X-Switchboard-Key']!,
      isMarkedAutomatic: mail.headers['Auto-Submitted'] === 'auto-replied',
      answers: mail.headers['In-Reply-To']!,
    };
  };
  const { credential, httpClient } = stub;
  return {
    sender: createAcsMailSender({ endpoint: 'https://acs.example', credential, httpClient }, FILES),
    replyTo,
    answered: ANSWERED,
    sent: () => stub.requests.filter(({ method }) => method === 'POST').map(seen),
    fail,
  };
});

const draftTo = (address: string) => ({
  id: 'draft-1',
  internetMessageId: '<r1@contoso.example>',
  toRecipients: [{ emailAddress: { address } }],
});

interface GraphDraft {
  readonly comment: string;
  readonly message: {
    readonly internetMessageHeaders: readonly { readonly name: string; readonly value: string }[];
    readonly singleValueExtendedProperties?: readonly { readonly id: string; readonly value: string }[];
  };
}

describeMailSender('Microsoft Graph', () => {
  const { stub, fail } = stubbed(({ path }) =>
    path.endsWith('/createReply') ? { status: 201, body: draftTo('Ada@example.org') } : { status: 202 },
  );
  // Graph addresses and threads a reply itself: whoever wrote the mail `g-1` gets it.
  const seen = ({ path, body }: SentRequest): MailSeen => {
    const draft = body as unknown as GraphDraft;
    const auto = draft.message.singleValueExtendedProperties?.find(({ id }) => id.endsWith('Name Auto-Submitted'));
    return {
      from: path.split('/')[3]!,
      to: 'ada@example.org',
      text: draft.comment,
      key: draft.message.internetMessageHeaders.find(({ name }) => name === 'x-switchboard-key')!.value,
      isMarkedAutomatic: auto?.value === 'auto-replied',
      answers: path.includes('/messages/g-1/') ? ANSWERED : '',
    };
  };
  const { credential, httpClient } = stub;
  return {
    sender: createGraphMailSender(
      createGraph({ endpoint: 'https://graph.example/v1.0', credential, httpClient }),
      FILES,
    ),
    replyTo,
    answered: ANSWERED,
    sent: () => {
      const drafts = stub.requests.filter(({ path }) => path.endsWith('/createReply'));
      expect(stub.requests.filter(({ path }) => path.endsWith('/draft-1/send'))).toHaveLength(drafts.length);
      return drafts.map(seen);
    },
    fail,
  };
});

const MESSAGE: CustomerMessage = {
  key: 'k',
  ourAddress: 'help@contoso.example',
  customerAddress: 'ada@example.org',
  externalRef: 't',
  authorName: 'A',
  text: 'x',
  html: null,
  attachments: [],
  replyTo,
  automatic: false,
};

test('a mail that asks for its answers elsewhere is answered to the customer alone', async () => {
  const { stub } = stubbed(({ method, path }) =>
    path.endsWith('/createReply')
      ? { status: 201, body: draftTo('eve@elsewhere.example') }
      : { status: method === 'PATCH' ? 200 : 202 },
  );
  const graph = createGraph({ endpoint: 'https://graph.example/v1.0', ...stub });
  expect(await createGraphMailSender(graph, FILES).send(MESSAGE)).toMatchObject({ kind: 'sent' });
  const [, addressed, sent] = stub.requests;
  expect(addressed).toMatchObject({
    method: 'PATCH',
    body: { toRecipients: [{ emailAddress: { address: 'ada@example.org' } }] },
  });
  expect(sent?.path).toMatch(/\/draft-1\/send$/);
});

test('a draft that cannot be addressed is not sent', async () => {
  const { stub } = stubbed(({ path }) =>
    path.endsWith('/createReply') ? { status: 201, body: draftTo('eve@elsewhere.example') } : { status: 400 },
  );
  const graph = createGraph({ endpoint: 'https://graph.example/v1.0', ...stub });
  expect(await createGraphMailSender(graph, FILES).send(MESSAGE)).toMatchObject({ kind: 'failed', retryable: false });
  expect(stub.requests.some(({ path }) => path.endsWith('/send'))).toBe(false);
});

test.each([
  ['to make the draft', '/createReply'],
  ['to send it', '/send'],
])('Graph refuses %s as another address: that is said, and is not tried again', async (_when, refused) => {
  const { stub } = stubbed(({ path }) => {
    if (path.endsWith(refused)) return { status: 403, body: { error: { code: 'ErrorSendAsDenied', message: 'no' } } };
    return path.endsWith('/createReply') ? { status: 201, body: draftTo('ada@example.org') } : { status: 202 };
  });
  const graph = createGraph({ endpoint: 'https://graph.example/v1.0', ...stub });
  const sent = await createGraphMailSender(graph, FILES).send({ ...MESSAGE, sendAs: 'care@contoso.example' });
  expect(sent).toEqual({ kind: 'failed', code: 'sendAsDenied', retryable: false });
  expect(stub.requests[0]).toMatchObject({
    path: expect.stringContaining('/users/help@contoso.example/'),
    body: {
      message: {
        from: { emailAddress: { address: 'care@contoso.example' } },
        replyTo: [{ emailAddress: { address: 'help@contoso.example' } }],
      },
    },
  });
});

test('without a mail to answer, Graph has no thread to write into', async () => {
  const { stub } = stubbed(() => ({ status: 201 }));
  const graph = createGraph({ endpoint: 'https://graph.example/v1.0', ...stub });
  const sent = await createGraphMailSender(graph, FILES).send({ ...MESSAGE, replyTo: null });
  expect(sent).toEqual({ kind: 'failed', code: 'rejected', retryable: false });
  expect(stub.requests).toEqual([]);
});

test('a mail that answers nothing says what it is about, whoever carries it', async () => {
  const first: CustomerMessage = { ...MESSAGE, replyTo: null, subject: 'Your chat', automatic: true };
  const { stub: acs } = stubbed(({ method }) => ({ status: method === 'POST' ? 202 : 500 }));
  const sender = createAcsMailSender({ endpoint: 'https://acs.example', ...acs }, FILES);
  expect(await sender.send(first)).toMatchObject({ kind: 'sent' });
  expect(acs.requests.find(({ method }) => method === 'POST')?.body).toMatchObject({
    content: { subject: 'Your chat', plainText: 'x' },
  });
  const { stub } = stubbed(({ path }) =>
    path.endsWith('/messages') ? { status: 201, body: draftTo('ada@example.org') } : { status: 202 },
  );
  const graph = createGraphMailSender(createGraph({ endpoint: 'https://graph.example/v1.0', ...stub }), FILES);
  expect(await graph.send(first)).toMatchObject({ kind: 'sent' });
  expect(stub.requests[0]?.body).toMatchObject({
    subject: 'Your chat',
    body: { contentType: 'text', content: 'x' },
    toRecipients: [{ emailAddress: { address: 'ada@example.org' } }],
  });
  expect(stub.requests.at(-1)?.path).toMatch(/\/draft-1\/send$/);
  expect(await graph.send({ ...MESSAGE, replyTo: null })).toMatchObject({ kind: 'failed', code: 'rejected' });
});

const acsAccepts = () => stubbed(({ method }) => ({ status: method === 'POST' ? 202 : 500 })).stub;
const graphTakes = () =>
  stubbed(({ path }) =>
    path.endsWith('/createReply')
      ? { status: 201, body: draftTo('ada@example.org') }
      : { status: path.endsWith('/attachments') ? 201 : 202 },
  ).stub;

test('files go with a mail, whoever carries it', async () => {
  const filed = { ...MESSAGE, attachments: [OFFER] };
  const acs = acsAccepts();
  await createAcsMailSender({ endpoint: 'https://acs.example', ...acs }, FILES).send(filed);
  const file = { name: 'offer.pdf', contentType: 'application/pdf' };
  expect(acs.requests[0]?.body).toMatchObject({
    attachments: [{ ...file, contentInBase64: SMALL.toString('base64') }],
  });
  const stub = graphTakes();
  const graph = createGraphMailSender(createGraph({ endpoint: 'https://graph.example/v1.0', ...stub }), FILES);
  expect(await graph.send(filed)).toMatchObject({ kind: 'sent' });
  expect(stub.requests[1]).toMatchObject({ body: { ...file, contentBytes: SMALL.toString('base64') } });
  expect(stub.requests.at(-1)?.path).toMatch(/\/draft-1\/send$/);
});

test('a mail whose file is nowhere any more is not sent without it', async () => {
  const filed = { ...MESSAGE, attachments: [{ ...OFFER, url: 'https://blob.test/gone.pdf' }] };
  const [acs, stub] = [acsAccepts(), graphTakes()];
  const rejected = { kind: 'failed', code: 'rejected', retryable: false };
  expect(await createAcsMailSender({ endpoint: 'https://acs.example', ...acs }, FILES).send(filed)).toEqual(rejected);
  const graph = createGraphMailSender(createGraph({ endpoint: 'https://graph.example/v1.0', ...stub }), FILES);
  expect(await graph.send(filed)).toEqual(rejected);
  expect([acs.requests, stub.requests]).toEqual([[], []]);
});

test('a draft that does not take a file is not sent', async () => {
  const { stub } = stubbed(({ path }) =>
    path.endsWith('/createReply') ? { status: 201, body: draftTo('ada@example.org') } : { status: 413 },
  );
  const graph = createGraphMailSender(createGraph({ endpoint: 'https://graph.example/v1.0', ...stub }), FILES);
  const sent = await graph.send({ ...MESSAGE, attachments: [OFFER] });
  expect(sent).toEqual({ kind: 'failed', code: 'tooLarge', retryable: false });
  expect(stub.requests.some(({ path }) => path.endsWith('/send'))).toBe(false);
});

test('where the carrier quotes nothing, what is answered stands under the answer', async () => {
  const acs = acsAccepts();
  const quoted = { from: 'Ada', at: Date.UTC(2026, 9, 5, 12), text: 'It is late.\nWhere is it?' };
  await createAcsMailSender({ endpoint: 'https://acs.example', ...acs }, FILES).send({ ...MESSAGE, quoted });
  expect(acs.requests[0]?.body).toMatchObject({
    content: { plainText: 'x\n\nAda, Mon, 05 Oct 2026 12:00:00 GMT:\n> It is late.\n> Where is it?' },
  });
});
