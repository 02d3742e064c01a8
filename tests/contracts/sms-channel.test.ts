import { createHttpHeaders, RestError, type HttpClient } from '@azure/core-rest-pipeline';
import { createCommunication } from '../../local/communication/communication';
import type { GridEvent } from '../../local/communication/grid-event';
import { createClock } from '../../local/kit/clock';
import { dispatch, type Service } from '../../local/kit/http';
import type { OutgoingRequest } from '../../local/kit/post';
import { openStore } from '../../local/kit/store';
import { createWork } from '../../local/kit/work';
import { createTelesign as createLocalTelesign } from '../../local/telesign/telesign';
import { createAcsSmsSender, createTelesign, parseSmsEvent, type SmsEvent } from '../../shared/channels/sms';
import { describeSmsChannel, OURS, THEIRS, type SmsSetUp } from './sms-channel.testsuite';

const START = Date.UTC(2026, 9, 5, 14);
const FAILURES = { throttled: 429, refused: 400 } as const;

/** A stopped clock, and an HTTP client that reaches the local service without a network. */
function place() {
  const work = createWork();
  const clock = createClock(work, START, Date.now);
  const store = openStore(':memory:');
  let failure: 'throttled' | 'noAnswer' | 'refused' | undefined;
  const clientFor = (service: () => Service): HttpClient => ({
    async sendRequest(request) {
      if (failure === 'noAnswer') throw new RestError('socket hang up', { code: 'ECONNRESET', request });
      const headers = request.headers.toJSON();
      const url = new URL(request.url);
      const body = Buffer.from(typeof request.body === 'string' ? request.body : '');
      const { method } = request;
      const target = `${url.pathname}${url.search}`;
      const json = () => JSON.parse(body.toString('utf8')) as unknown;
      const answer =
        failure === undefined
          ? await dispatch(service(), { method, url, target, headers, body, json })
          : { status: FAILURES[failure], headers: { 'retry-after-ms': '1' }, body: {} };
      return {
        request,
        status: answer.status,
        headers: createHttpHeaders({ ...answer.headers }),
        bodyAsText: JSON.stringify(answer.body),
      };
    },
  });
  async function settle(): Promise<void> {
    do await new Promise((resolve) => setImmediate(resolve));
    while (work.running > 0);
  }
  const common = {
    fail: (how: 'throttled' | 'noAnswer' | 'refused') => void (failure = how),
    async pass() {
      await settle();
      clock.stepTo(clock.now() + 5_000);
      await settle();
    },
    close: async () => store.close(),
  };
  return { work, clock, store, clientFor, settle, common };
}

const received = (texts: readonly { readonly direction: string; readonly message: string }[]) =>
  texts.filter(({ direction }) => direction === 'in').map(({ message }) => message);

async function acs(): Promise<SmsSetUp> {
  const { work, clock, store, clientFor, settle, common } = place();
  const events: GridEvent[] = [];
  const communication = createCommunication({
    ...{ store, clock, work },
    endpoint: () => 'https://acs.example',
    accessKey: Buffer.from('an access key for tests').toString('base64'),
    immutableResourceId: '0a1b2c3d-0000-4000-8000-00000000abcd',
    publish: async (event) => void events.push(event),
    verifyToken: async (token) => (token === 'a-token' ? {} : undefined),
  });
  const credential = { getToken: async () => ({ token: 'a-token', expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) };
  const httpClient = clientFor(() => communication.service);
  return {
    ...common,
    sender: createAcsSmsSender({ endpoint: 'https://acs.example', credential, httpClient, clock }),
    told: () => events.map(({ eventType: type, data }) => parseSmsEvent({ type, data })),
    received: () => received(communication.handset.texts(THEIRS)),
    async text(words) {
      await communication.handset.text({ from: THEIRS, to: OURS, message: words });
      await settle();
    },
    async end(how) {
      if (how === 'unreachable') await communication.faults.set(THEIRS, how);
      else await communication.handset.text({ from: THEIRS, to: OURS, message: 'STOP' });
    },
  };
}

async function telesign(): Promise<SmsSetUp> {
  const { work, clock, store, clientFor, settle, common } = place();
  const account = { customerId: 'C-1', apiKey: Buffer.from('a key').toString('base64') };
  const callbacks: OutgoingRequest[] = [];
  const callbackUrl = 'https://app.example/api/texts/telesign/events';
  const local = createLocalTelesign({
    ...{ store, clock, work, account },
    callbackUrl: () => callbackUrl,
    post: async (request) => {
      callbacks.push(request);
      return { status: 200, headers: {}, body: '' };
    },
  });
  await local.own(OURS);
  const httpClient = clientFor(() => local.service);
  const carrier = createTelesign({ ...account, endpoint: 'https://telesign.example', callbackUrl, clock, httpClient });
  const eventOf = ({ headers, body }: OutgoingRequest): SmsEvent => {
    const read = carrier.readWebhook({ header: (name) => headers[name], body: String(body) });
    if (read.kind === 'refused') throw new Error(read.why);
    return read.event;
  };
  return {
    ...common,
    sender: carrier.sender,
    told: () => callbacks.map(eventOf),
    received: () => received(local.handset.texts(THEIRS)),
    async text(words) {
      await local.handset.text({ from: THEIRS, to: OURS, message: words });
      await settle();
    },
    end: (how) => local.setFate(THEIRS, how === 'unreachable' ? 207 : 510),
  };
}

describeSmsChannel('ACS', { repeats: 'recognised', setUp: acs });
describeSmsChannel('Telesign', { repeats: 'sentAgain', setUp: telesign });
