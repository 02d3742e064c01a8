import type { CallState as SdkCallState, DtmfTone } from '@azure/communication-calling';
import type { ClickToCallState } from './call-state';
import { createClickToCall, type ClickToCall } from './click-to-call';
import type { EndCodes } from './end-reason';
import type { SdkCall, VoiceSdk } from './voice-sdk';

type Listened = 'stateChanged' | 'isMutedChanged';

/** A call of the SDK that does what the test says the network does. */
class FakeCall implements SdkCall {
  state: SdkCallState = 'Connecting';
  isMuted = false;
  callEndReason?: EndCodes;
  readonly tones: DtmfTone[] = [];
  hangUps = 0;
  refuses = false;
  private readonly listeners = new Map<Listened, Set<() => void>>();

  on = (event: Listened, listener: () => void) => void this.listenersOf(event).add(listener);
  off = (event: Listened, listener: () => void) => void this.listenersOf(event).delete(listener);
  listening = () => [...this.listeners.values()].reduce((sum, one) => sum + one.size, 0);

  becomes(state: SdkCallState, code?: number): void {
    this.state = state;
    if (code !== undefined) this.callEndReason = { code };
    this.listenersOf('stateChanged').forEach((listener) => listener());
  }
  hangUp = () => this.act(() => (this.hangUps += 1));
  mute = () => this.act(() => this.mutes(true));
  unmute = () => this.act(() => this.mutes(false));
  hold = () => this.act(() => this.becomes('LocalHold'));
  resume = () => this.act(() => this.becomes('Connected'));
  sendDtmf = (tone: DtmfTone) => this.act(() => this.tones.push(tone));

  private mutes(isMuted: boolean): void {
    this.isMuted = isMuted;
    this.listenersOf('isMutedChanged').forEach((listener) => listener());
  }
  private async act(does: () => unknown): Promise<void> {
    if (this.refuses) throw new Error('The service said no.');
    does();
  }
  private listenersOf(event: Listened): Set<() => void> {
    const found = this.listeners.get(event) ?? new Set();
    this.listeners.set(event, found);
    return found;
  }
}

interface Page {
  readonly phone: ClickToCall;
  readonly calls: readonly FakeCall[];
  readonly seen: readonly ClickToCallState[];
  readonly agents: { made: number; disposed: number };
  now: number;
}

function openPage(changes: Partial<VoiceSdk> = {}, getToken = async () => 'token'): Page {
  const calls: FakeCall[] = [];
  const seen: ClickToCallState[] = [];
  const agents = { made: 0, disposed: 0 };
  const sdk: VoiceSdk = {
    askForMicrophone: async () => 'granted',
    async createAgent(refresh) {
      await refresh();
      agents.made += 1;
      const call = () => {
        const placed = new FakeCall();
        calls.push(placed);
        return placed;
      };
      return { call, dispose: async () => void (agents.disposed += 1) };
    },
    ...changes,
  };
  const callee = { teamsAppId: 'app' };
  const page = { calls, seen, agents, now: 1_000 };
  const onChange = (state: ClickToCallState) => void seen.push(state);
  const phone = createClickToCall({ sdk, callee, displayName: 'Ada', getToken, onChange, now: () => page.now });
  return Object.assign(page, { phone });
}

async function connected(): Promise<Page & { readonly call: FakeCall }> {
  const page = openPage();
  await page.phone.start();
  const call = page.calls[0]!;
  call.becomes('Ringing');
  call.becomes('Connected');
  return Object.assign(page, { call });
}

test('a call is placed, rings, is answered and ended by the other side; nobody listens to it any more', async () => {
  const page = await connected();
  page.now = 31_000;
  page.call.becomes('Disconnected', 0);
  expect(page.seen.map(({ name }) => name)).toEqual(['connecting', 'ringing', 'connected', 'ended']);
  expect(page.phone.state()).toEqual({ name: 'ended', reason: 'hungUpByOther', talkedForMs: 30_000 });
  expect(page.call.listening()).toBe(0);
});

test.each([
  ['denied', 'microphoneDenied'],
  ['none', 'noMicrophone'],
] as const)('a microphone that is %s ends the call as %s before it is placed', async (answer, reason) => {
  const { phone, calls } = openPage({ askForMicrophone: async () => answer });
  await phone.start();
  expect(phone.state()).toMatchObject({ name: 'ended', reason });
  expect(calls).toEqual([]);
});

test('a browser that fails to ask is a microphone denied', async () => {
  const { phone } = openPage({ askForMicrophone: () => Promise.reject(new Error('no getUserMedia')) });
  await phone.start();
  expect(phone.state()).toMatchObject({ reason: 'microphoneDenied' });
});

test('without a token the call is not allowed; the next one asks for a token again and uses one agent for all', async () => {
  let isSignedIn = false;
  const { phone, calls, agents } = openPage({}, async () => {
    if (!isSignedIn) throw new Error('signed out');
    return 'token';
  });
  await phone.start();
  expect(phone.state()).toMatchObject({ name: 'ended', reason: 'notAllowed' });
  isSignedIn = true;
  await phone.start();
  calls[0]!.becomes('Disconnected', 486);
  expect(phone.state()).toMatchObject({ reason: 'busy' });
  await phone.start();
  expect(calls).toHaveLength(2);
  expect(agents.made).toBe(1);
});

test('mute, hold and digits do what they say while the call is up, and nothing else', async () => {
  const { phone, call } = await connected();
  await phone.setMuted(true);
  expect(phone.state()).toMatchObject({ name: 'connected', isMuted: true });
  await phone.press('5');
  await phone.press('#');
  expect(call.tones).toEqual(['Num5', 'Pound']);
  await phone.setOnHold(true);
  expect(phone.state()).toMatchObject({ name: 'onHold', by: 'customer', isMuted: true });
  await phone.press('6');
  expect(call.tones).toHaveLength(2);
  await phone.setOnHold(false);
  expect(phone.state().name).toBe('connected');
  call.becomes('RemoteHold');
  await phone.setOnHold(false);
  expect(phone.state()).toMatchObject({ name: 'onHold', by: 'other' });
});

test('what the service refuses leaves the call as it was', async () => {
  const { phone, call } = await connected();
  call.refuses = true;
  await phone.setMuted(true);
  await phone.setOnHold(true);
  await phone.press('1');
  expect(phone.state()).toMatchObject({ name: 'connected', isMuted: false });
});

test('hanging up ends the call for this side alone, also when the service does not answer to it', async () => {
  const first = await connected();
  await first.phone.hangUp();
  expect(first.phone.state()).toMatchObject({ name: 'connected', isHangingUp: true });
  first.call.becomes('Disconnected', 0);
  expect(first.phone.state()).toMatchObject({ name: 'ended', reason: 'hungUp' });
  const second = await connected();
  second.call.refuses = true;
  await second.phone.hangUp();
  expect(second.phone.state()).toMatchObject({ name: 'ended', reason: 'hungUp' });
});

test('who gives up while the browser still asks for the microphone, and calls again, is called once', async () => {
  const answers: ((answer: 'granted') => void)[] = [];
  const { phone, calls } = openPage({ askForMicrophone: () => new Promise((resolve) => void answers.push(resolve)) });
  const first = phone.start();
  await phone.hangUp();
  expect(phone.state()).toMatchObject({ name: 'ended', reason: 'hungUp' });
  const second = phone.start();
  answers.forEach((answer) => answer('granted'));
  await Promise.all([first, second]);
  expect(calls).toHaveLength(1);
  await phone.start();
  expect(calls).toHaveLength(1);
});

test('a page that closes hangs up, lets go of the SDK and starts nothing any more', async () => {
  const { phone, call, calls, agents } = await connected();
  await phone.dispose();
  expect(call.hangUps).toBe(1);
  expect(agents.disposed).toBe(1);
  call.becomes('Disconnected', 0);
  await phone.start();
  expect(calls).toHaveLength(1);
});
