import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CallAutomationClient, VoiceKind } from '@azure/communication-call-automation';
import { createClock, type Clock } from '../../kit/clock';
import { listen } from '../../kit/http';
import type { IncomingAnswer, OutgoingRequest } from '../../kit/post';
import { openStore } from '../../kit/store';
import { ensureTls } from '../../kit/tls';
import { createWork } from '../../kit/work';
import { createCalls, type Calls, type CallsOptions } from './calls';
import type { CallbackEvent } from './turn';
import type { GridEvent } from '../grid-event';

/** A callback as the app got it. */
export interface Received {
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>> & { readonly operationContext?: string };
  readonly event: CallbackEvent;
  readonly token: string;
  readonly url: string;
}

export interface Testbed extends Calls {
  readonly client: CallAutomationClient;
  readonly clock: Clock;
  readonly url: string;
  readonly caFile: string;
  readonly received: Received[];
  /** Every attempt to give a callback, taken or not. */
  readonly attempts: Received[];
  readonly grid: GridEvent[];
  /** Statuses with which the app answers the next callbacks; 200 when there are none. */
  readonly statuses: (number | 'unreachable')[];
  /** Moves the clock, stopping at whatever falls due, and waits until nothing runs. */
  advance(byMs: number): Promise<void>;
  settle(): Promise<void>;
  names(): string[];
  /** The newest callback of a name. */
  last(name: string): Received['data'];
  /** Kills the process and starts another over what is on disk. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export const CALLBACK = 'https://app.example/api/calls';
const NOON = Date.UTC(2026, 0, 5, 12);

/** Made once a test file: keys take long to make. */
let certificates: ReturnType<typeof ensureTls> | undefined;

/** Call Automation over https in this process, the vendor's client, and an app that only listens. */
export async function createTestbed(options: Asked = {}): Promise<Testbed> {
  const folder = mkdtempSync(join(tmpdir(), 'calls-'));
  const tls = await (certificates ??= ensureTls(mkdtempSync(join(tmpdir(), 'calls-tls-'))));
  const app = createApp();
  const start = (startAt: number) => startCloud({ file: join(folder, 'cloud.db'), tls, app, startAt, options });
  let running = await start(NOON);

  return {
    get client() {
      return running.client;
    },
    get clock() {
      return running.clock;
    },
    get url() {
      return running.url;
    },
    caFile: tls.caFile,
    get routes() {
      return running.calls.routes;
    },
    get phones() {
      return running.calls.phones;
    },
    get teamsPhones() {
      return running.calls.teamsPhones;
    },
    get setbacks() {
      return running.calls.setbacks;
    },
    ...app,
    settle: () => running.settle(),
    advance: (byMs) => running.advance(byMs),
    names: () => app.received.map(({ name }) => name),
    last: (name) => {
      const found = app.received.findLast((one) => one.name === name);
      if (found === undefined) throw new Error(`No ${name} among ${app.received.map((one) => one.name).join()}`);
      return found.data;
    },
    restart: async () => {
      await running.stop();
      running = await start(running.clock.now());
    },
    close: async () => {
      await running.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

function createApp() {
  const received: Received[] = [];
  const attempts: Received[] = [];
  const grid: GridEvent[] = [];
  const statuses: (number | 'unreachable')[] = [];
  async function post({ url, headers, body }: OutgoingRequest): Promise<IncomingAnswer> {
    const status = statuses.shift() ?? 200;
    const token = headers['authorization']?.replace('Bearer ', '') ?? '';
    for (const event of JSON.parse(String(body)) as CallbackEvent[]) {
      const one = { name: event.type.replace('Microsoft.Communication.', ''), data: event.data, event, token, url };
      attempts.push(one);
      if (status !== 'unreachable' && status < 300) received.push(one);
    }
    if (status === 'unreachable') throw new Error('unreachable');
    return { status, headers: {}, body: '' };
  }
  return { received, attempts, grid, statuses, post };
}

type App = ReturnType<typeof createApp>;

type Asked = Partial<Pick<CallsOptions, 'isLimited' | 'trunkFor' | 'storage' | 'sounds' | 'signCallback' | 'faults'>>;

interface Cloud {
  readonly file: string;
  readonly tls: Awaited<ReturnType<typeof ensureTls>>;
  readonly app: App;
  readonly startAt: number;
  readonly options: Asked;
}

async function startCloud({ file, tls, app, startAt, options }: Cloud) {
  const work = createWork();
  const clock = createClock(work, startAt, () => Date.now());
  const store = openStore(file);
  const calls = createCalls({
    ...options,
    store,
    clock,
    work,
    post: app.post,
    publish: async (event) => void app.grid.push(event),
    signCallback: options.signCallback ?? (async (claims) => JSON.stringify(claims)),
    immutableResourceId: 'resource-1',
    endpoint: () => 'https://acs.local',
    authorise: (handle) => (request) =>
      request.headers['authorization'] === 'Bearer good'
        ? handle(request)
        : { status: 401, body: { error: { code: 'Denied', message: 'Access denied.' } } },
  });
  const listening = await listen({ name: 'communication', routes: calls.routes }, { port: 0, tls, work: createWork() });
  const settle = async () => {
    let before = -1;
    while (work.running > 0 || work.finished !== before) {
      before = work.finished;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return {
    calls,
    clock,
    settle,
    url: listening.url,
    client: clientOf(listening.url, tls.caFile, 'good'),
    async advance(byMs: number) {
      await settle();
      const target = clock.now() + byMs;
      for (;;) {
        const next = Math.min(clock.nextDueAt() ?? target, target);
        clock.stepTo(next);
        await settle();
        if (next === target && (clock.nextDueAt() ?? target + 1) > target) return;
      }
    },
    async stop() {
      await listening.close();
      store.close();
      clock.holdAt(clock.now());
    },
  };
}

export const clientOf = (url: string, caFile: string, token: string): CallAutomationClient =>
  new CallAutomationClient(
    url,
    { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) },
    { tlsOptions: { ca: readFileSync(caFile, 'utf8') }, retryOptions: { maxRetries: 0 } },
  );

export const CUSTOMER = '+14255550123';
export const OURS = '+14255550199';
export const ADA = '0a0b0c0d-0000-4000-8000-000000000001';
export const customer = { phoneNumber: CUSTOMER };
export const ada = { microsoftTeamsUserId: ADA };
export const text = (words: string) => ({
  kind: 'textSource' as const,
  text: words,
  sourceLocale: 'en-GB',
  voiceKind: VoiceKind.Female,
});
export const music = { kind: 'fileSource' as const, url: 'https://app.example/a.wav' };

/** What the SDK throws for a refused request. */
export const refusedWith = (statusCode: number, code: string) => ({ statusCode, code });

/** The secret of the call that Event Grid announced last. */
export function contextOf({ grid }: Testbed): string {
  const call: { incomingCallContext?: unknown } | undefined = grid.at(-1)?.data;
  return String(call?.incomingCallContext);
}

export async function ringIn(bed: Testbed) {
  const call = await bed.phones.placeCall({ from: CUSTOMER, to: OURS, displayName: 'Grace' });
  await bed.settle();
  return call;
}

/** A customer whose call was answered. */
export async function answered(bed: Testbed, speaks = true) {
  const phone = await ringIn(bed);
  const { callConnection: call, callConnectionProperties } = await bed.client.answerCall(contextOf(bed), CALLBACK, {
    operationContext: 'answer-1',
    ...(speaks && { callIntelligenceOptions: { cognitiveServicesEndpoint: 'https://ai.example' } }),
  });
  await bed.settle();
  return { phone, call, media: call.getCallMedia(), properties: callConnectionProperties };
}

/** A customer whose call was answered, and an agent who rings. */
export async function invited(bed: Testbed, seconds = 15) {
  const setUp = await answered(bed);
  const { invitationId } = await setUp.call.addParticipant(
    {
      targetParticipant: ada,
      customCallingContext: [{ kind: 'TeamsPhoneCallDetails', callTopic: 'Billing', callContext: 'Grace' }],
    },
    { invitationTimeoutInSeconds: seconds, operationContext: 'ring-1' },
  );
  const [teams] = bed.teamsPhones.calls(ADA);
  if (teams === undefined || invitationId === undefined) throw new Error('Nobody rings.');
  return { ...setUp, invitationId, teams };
}
