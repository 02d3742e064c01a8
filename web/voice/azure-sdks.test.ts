import type { Call, CallAgent, CallClient, DeviceManager, IncomingCall } from '@azure/communication-calling';
import type * as Common from '@azure/communication-common';
import type {
  AzureCommunicationTokenCredential,
  CommunicationTokenRefreshOptions,
  EntraCommunicationTokenCredentialOptions,
} from '@azure/communication-common';
import { callFrom } from '../widget/voice';
import { createAzureSoftphone, SOFTPHONE_SCOPE } from './azure-softphone';
import type { RingingCall } from './softphone';

/** The vendor's client, as far as its own types have it: tests say what the network does. */
interface FakeSdk {
  readonly client: Pick<CallClient, 'createCallAgent' | 'getDeviceManager'>;
  readonly calls: FakeCall[];
  readonly agents: {
    readonly credential: AzureCommunicationTokenCredential;
    readonly displayName: string | undefined;
  }[];
  readonly callees: Parameters<CallAgent['startCall']>[0][];
  disposed: number;
  isAllowed: boolean;
  ring(incoming: Pick<IncomingCall, 'callerInfo' | 'accept' | 'on'>): void;
}

type Done = Awaited<ReturnType<Call['hangUp']>>;
type Listener = () => void;

class FakeCall {
  state: Call['state'] = 'Connecting';
  callEndReason: Call['callEndReason'];
  isMuted = false;
  readonly did: string[] = [];
  private readonly listeners = new Map<string, Set<Listener>>();
  readonly on = (event: string, listener: Listener): void => {
    this.listeners.set(event, (this.listeners.get(event) ?? new Set()).add(listener));
  };
  readonly off = (event: string, listener: Listener): void => void this.listeners.get(event)?.delete(listener);
  readonly hangUp: Call['hangUp'] = () => this.does('hangUp');
  readonly mute: Call['mute'] = () => this.does('mute');
  readonly unmute: Call['unmute'] = () => this.does('unmute');
  readonly muteIncomingAudio: Call['muteIncomingAudio'] = () => this.does('muteIncomingAudio');
  readonly unmuteIncomingAudio: Call['unmuteIncomingAudio'] = () => this.does('unmuteIncomingAudio');

  becomes(state: Call['state'], code?: number): void {
    this.state = state;
    if (code !== undefined) this.callEndReason = { code, subCode: 0 };
    for (const listener of this.listeners.get('stateChanged') ?? []) listener();
  }
  private async does(what: string): Promise<Done> {
    this.did.push(what);
  }
}

function createFakeSdk(): FakeSdk {
  let onIncoming: ((event: { readonly incomingCall: IncomingCall }) => void) | undefined;
  const sdk: Omit<FakeSdk, 'client'> = {
    ...{ calls: [], agents: [], callees: [], disposed: 0, isAllowed: true },
    ring: (incoming) => onIncoming?.({ incomingCall: incoming as IncomingCall }),
  };
  const devices: Pick<DeviceManager, 'askDevicePermission' | 'getMicrophones'> = {
    askDevicePermission: async () => ({ audio: fake.isAllowed, video: false }),
    getMicrophones: async () => [{ id: 'm', name: 'Headset', isSystemDefault: true, deviceType: 'Microphone' }],
  };
  const agent = {
    startCall(callees: Parameters<CallAgent['startCall']>[0]) {
      fake.callees.push(callees);
      const call = new FakeCall();
      fake.calls.push(call);
      return call as unknown as Call;
    },
    on: (_event: 'incomingCall', listener: NonNullable<typeof onIncoming>) => {
      onIncoming = listener;
    },
    dispose: async () => void (fake.disposed += 1),
  };
  const client: FakeSdk['client'] = {
    getDeviceManager: async () => devices as DeviceManager,
    async createCallAgent(credential, options) {
      fake.agents.push({
        credential: credential as AzureCommunicationTokenCredential,
        displayName: options?.displayName,
      });
      return agent as unknown as CallAgent;
    },
  };
  const fake: FakeSdk = Object.assign(sdk, { client });
  return fake;
}

let mockSdk: FakeSdk;
jest.mock('@azure/communication-calling', () => ({
  CallClient: function CallClient() {
    return mockSdk.client;
  },
}));
/** What a softphone's credential is made of; used, it would ask the service at once. */
const mockGiven: EntraCommunicationTokenCredentialOptions[] = [];
jest.mock('@azure/communication-common', () => {
  const actual = jest.requireActual<typeof Common>('@azure/communication-common');
  return {
    ...actual,
    AzureCommunicationTokenCredential: function Credential(options: CommunicationTokenRefreshOptions) {
      if (!('resourceEndpoint' in options)) return new actual.AzureCommunicationTokenCredential(options);
      mockGiven.push(options as unknown as EntraCommunicationTokenCredentialOptions);
      return { dispose: (): void => undefined };
    },
  };
});
beforeEach(() => {
  mockSdk = createFakeSdk();
  mockGiven.length = 0;
});

/** As Communication Services issues them: the credential reads when it ends. */
const tokenUntil = (seconds: number): string =>
  ['{"alg":"none"}', JSON.stringify({ exp: seconds }), 'signature'].map((part) => btoa(part)).join('.');
const GOOD = tokenUntil(Math.floor(Date.now() / 1_000) + 86_400);

describe('a call from the widget', () => {
  const seen: [string, boolean][] = [];
  let asked: number;
  const call = () =>
    callFrom({
      callee: '8:acs:entry-point',
      displayName: 'Ada',
      getToken: async () => {
        asked += 1;
        return GOOD;
      },
      onState: (said, isLive) => void seen.push([said, isLive]),
    });
  beforeEach(() => {
    seen.length = 0;
    asked = 0;
  });

  test('is placed to the entry point in the name of the page’s token, and the agent is given back at its end', async () => {
    const { hangUp } = await call();
    expect(mockSdk.callees).toEqual([[{ communicationUserId: '8:acs:entry-point' }]]);
    const [agent] = mockSdk.agents;
    expect(agent?.displayName).toBe('Ada');
    expect((await agent?.credential.getToken())?.token).toBe(GOOD);
    expect(asked).toBe(1);
    const [placed] = mockSdk.calls;
    placed?.becomes('Ringing');
    placed?.becomes('Connected');
    await hangUp();
    expect(placed?.did).toEqual(['hangUp']);
    placed?.becomes('Disconnected', 0);
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    expect(mockSdk.disposed).toBe(1);
    expect(seen.at(-1)?.[1]).toBe(false);
    expect(seen.filter(([, isLive]) => isLive).length).toBeGreaterThanOrEqual(3);
  });

  test('without a microphone none is placed', async () => {
    mockSdk.isAllowed = false;
    await call();
    expect([mockSdk.calls, mockSdk.agents]).toEqual([[], []]);
    expect(seen.at(-1)?.[1]).toBe(false);
  });
});

describe('the softphone of Teams Phone extensibility', () => {
  const signIn = (onRinging: (call: RingingCall) => void) =>
    createAzureSoftphone('https://acs.test').signIn(async () => GOOD, onRinging);

  test('signs in at the resource with the agent’s own token, for calls of Teams Phone alone', async () => {
    await signIn(() => undefined);
    expect(mockGiven).toMatchObject([{ resourceEndpoint: 'https://acs.test', scopes: [SOFTPHONE_SCOPE] }]);
    expect((await mockGiven[0]?.tokenCredential.getToken(SOFTPHONE_SCOPE))?.token).toBe(GOOD);
  });

  test('rings with the caller’s name, is answered, and hears neither side while it is kept apart', async () => {
    const rung: RingingCall[] = [];
    const signedIn = await signIn((ringing) => rung.push(ringing));
    const incoming = new FakeCall();
    const ended: string[] = [];
    mockSdk.ring({
      callerInfo: { displayName: 'Grace', identifier: undefined },
      accept: async () => incoming as unknown as Call,
      on: () => undefined,
    });
    expect(rung.map(({ from }) => from)).toEqual(['Grace']);
    const answered = await rung[0]?.accept();
    await answered?.mute();
    await answered?.muteIncomingAudio();
    await answered?.unmute();
    expect(incoming.did).toEqual(['mute', 'muteIncomingAudio', 'unmute']);
    answered?.onEnded(() => ended.push('ended'));
    incoming.becomes('LocalHold');
    expect(ended).toEqual([]);
    incoming.becomes('Disconnected');
    expect(ended).toEqual(['ended']);
    await signedIn.dispose();
    expect(mockSdk.disposed).toBe(1);
  });
});
