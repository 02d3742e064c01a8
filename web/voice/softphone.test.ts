import { createSoftphone, type RingingCall, type SoftphoneSdk, type SoftphoneState } from './softphone';

/** A call of the SDK that tells who is heard. */
function fakeCall() {
  const heard = { agent: true, customer: true };
  const ends: (() => void)[] = [];
  const call = {
    mute: async () => void (heard.agent = false),
    unmute: async () => void (heard.agent = true),
    muteIncomingAudio: async () => void (heard.customer = false),
    unmuteIncomingAudio: async () => void (heard.customer = true),
    onEnded: (listener: () => void) => void ends.push(listener),
  };
  return { call, heard, end: () => ends.forEach((listener) => listener()) };
}

function openDesk(over: Partial<SoftphoneSdk> = {}) {
  let ring: (call: RingingCall) => void = () => undefined;
  const seen: SoftphoneState[] = [];
  let disposed = 0;
  const sdk: SoftphoneSdk = {
    askForMicrophone: async () => 'granted',
    async signIn(getToken, onRinging) {
      await getToken();
      ring = onRinging;
      return { dispose: async () => void (disposed += 1) };
    },
    ...over,
  };
  const phone = createSoftphone({ sdk, getToken: async () => 'token', onChange: (state) => void seen.push(state) });
  const calls = (from = 'Grace') => {
    const fake = fakeCall();
    const ends: (() => void)[] = [];
    ring({ from, accept: async () => fake.call, onEnded: (listener) => void ends.push(listener) });
    return { ...fake, givesUp: () => ends.forEach((listener) => listener()) };
  };
  return { phone, seen, calls, disposed: () => disposed };
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

test('signs in, rings, is answered, and is apart until the desk says that they talk', async () => {
  const { phone, seen, calls } = openDesk();
  await phone.start();
  const { heard, end } = calls();
  expect(phone.state()).toEqual({ name: 'ringing', from: 'Grace' });
  await phone.answer();
  expect(phone.state()).toEqual({ name: 'inCall', isMuted: false, isApart: true });
  expect(heard).toEqual({ agent: false, customer: false });
  await phone.keepApart(false);
  expect(heard).toEqual({ agent: true, customer: true });
  await phone.setMuted(true);
  expect(heard).toEqual({ agent: false, customer: true });
  await phone.keepApart(true);
  await phone.keepApart(false);
  // Who muted themselves stays muted over a hold.
  expect(heard).toEqual({ agent: false, customer: true });
  end();
  expect(phone.state()).toEqual({ name: 'waiting' });
  expect(seen.map(({ name }) => name).slice(0, 3)).toEqual(['starting', 'waiting', 'ringing']);
});

test('answers by itself what the agent has just taken, whichever comes first', async () => {
  const { phone, calls } = openDesk();
  await phone.start();
  phone.expect(true);
  const first = calls();
  await settled();
  expect(phone.state()).toMatchObject({ name: 'inCall', isApart: true });
  expect(first.heard).toEqual({ agent: false, customer: false });
  first.end();
  phone.expect(false);
  calls();
  expect(phone.state()).toMatchObject({ name: 'ringing' });
  phone.expect(true);
  await settled();
  expect(phone.state()).toMatchObject({ name: 'inCall' });
});

test('a caller who gives up is not answered, and a second call does not end the first', async () => {
  const { phone, calls } = openDesk();
  await phone.start();
  calls().givesUp();
  expect(phone.state()).toEqual({ name: 'waiting' });
  await phone.answer();
  expect(phone.state()).toEqual({ name: 'waiting' });
  calls('Grace');
  await phone.answer();
  calls('Ada');
  expect(phone.state()).toMatchObject({ name: 'inCall' });
});

test.each([
  ['denied', 'microphoneDenied'],
  ['none', 'noMicrophone'],
] as const)('a microphone that is %s is %s, and can be tried again', async (answer, reason) => {
  let given: 'granted' | 'denied' | 'none' = answer;
  const { phone } = openDesk({ askForMicrophone: async () => given });
  await phone.start();
  expect(phone.state()).toEqual({ name: 'failed', reason });
  given = 'granted';
  await phone.start();
  expect(phone.state()).toEqual({ name: 'waiting' });
});

test('whoever may not sign in, and a call that cannot be answered, leave a desk that works', async () => {
  const refused = openDesk({ signIn: () => Promise.reject(new Error('403')) });
  await refused.phone.start();
  expect(refused.phone.state()).toEqual({ name: 'failed', reason: 'notAllowed' });
  let ring: (call: RingingCall) => void = () => undefined;
  const broken = openDesk({
    async signIn(_getToken, onRinging) {
      ring = onRinging;
      return { dispose: async () => undefined };
    },
  });
  await broken.phone.start();
  ring({ from: 'x', accept: () => Promise.reject(new Error('gone')), onEnded: () => undefined });
  await broken.phone.answer();
  expect(broken.phone.state()).toEqual({ name: 'waiting' });
});

test('a desk that is closed lets go of the SDK and says nothing more', async () => {
  const { phone, seen, calls, disposed } = openDesk();
  await phone.start();
  await phone.dispose();
  calls();
  expect(disposed()).toBe(1);
  expect(seen.at(-1)).toEqual({ name: 'waiting' });
});
