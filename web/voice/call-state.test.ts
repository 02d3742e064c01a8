import fc from 'fast-check';
import { IDLE, isLive, reduce, type CallEvent, type ClickToCallState } from './call-state';
import { endReasonOf } from './end-reason';

const changed = (to: Extract<CallEvent, { type: 'changed' }>['to'], at = 0): CallEvent => ({ type: 'changed', to, at });
const run = (...events: readonly CallEvent[]): ClickToCallState => events.reduce(reduce, IDLE);

test('a call connects, rings, is answered, and ends with how long it was talked', () => {
  const started = run({ type: 'started' });
  expect(started.name).toBe('connecting');
  const ringing = [changed('Connecting'), changed('Ringing'), changed('EarlyMedia')].reduce(reduce, started);
  expect(ringing.name).toBe('ringing');
  const connected = reduce(ringing, changed('Connected', 1_000));
  expect(connected).toMatchObject({ name: 'connected', since: 1_000 });
  const end: CallEvent = { type: 'changed', to: 'Disconnected', at: 61_000, codes: { code: 0 } };
  expect(reduce(connected, end)).toEqual({ name: 'ended', reason: 'hungUpByOther', talkedForMs: 60_000 });
});

test('hold knows who holds, and keeps since when the call is connected', () => {
  const connected = run({ type: 'started' }, changed('Connected', 1_000));
  expect(reduce(connected, changed('LocalHold', 5_000))).toMatchObject({
    name: 'onHold',
    by: 'customer',
    since: 1_000,
  });
  const held = reduce(connected, changed('RemoteHold', 5_000));
  expect(held).toMatchObject({ name: 'onHold', by: 'other' });
  expect(reduce(held, changed('Connected', 9_000))).toMatchObject({ name: 'connected', since: 1_000 });
});

test('an end that the customer asked for is their hang-up, whatever its code', () => {
  const asked = run({ type: 'started' }, changed('Ringing'), { type: 'hangUpAsked' });
  const end: CallEvent = { type: 'changed', to: 'Disconnected', at: 1, codes: { code: 487 } };
  expect(reduce(asked, end)).toEqual({ name: 'ended', reason: 'hungUp', talkedForMs: null });
});

test.each([
  [0, 'hungUpByOther'],
  [403, 'notAllowed'],
  [486, 'busy'],
  [603, 'declined'],
  [480, 'notAnswered'],
  [410, 'network'],
  [500, 'failed'],
  [undefined, 'failed'],
] as const)('code %s means %s', (code, reason) => {
  expect(endReasonOf(code === undefined ? undefined : { code }, false)).toBe(reason);
});

const anyEvent: fc.Arbitrary<CallEvent> = fc.oneof(
  fc.constantFrom<CallEvent>({ type: 'started' }, { type: 'hangUpAsked' }),
  fc.boolean().map((isMuted): CallEvent => ({ type: 'muteChanged', isMuted })),
  fc
    .record({ reason: fc.constantFrom('network' as const, 'microphoneDenied' as const), at: fc.nat() })
    .map((failed): CallEvent => ({ type: 'failed', ...failed })),
  fc
    .record({
      to: fc.constantFrom(
        ...(['None', 'Connecting', 'Ringing', 'Connected', 'LocalHold', 'RemoteHold'] as const),
        ...(['InLobby', 'EarlyMedia', 'Disconnecting', 'Disconnected'] as const),
      ),
      at: fc.nat(),
    })
    .map((one): CallEvent => ({ type: 'changed', ...one })),
);

test('whatever happens in whatever order: only a start makes it live, an end is kept, and no length is negative', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 30 }), (events) => {
      events.reduce((before, event) => {
        const after = reduce(before, event);
        if (!isLive(before)) expect(isLive(after)).toBe(event.type === 'started');
        if (isLive(before)) expect(after.name).not.toBe('idle');
        if (!isLive(before) && event.type !== 'started') expect(after).toBe(before);
        if (after.name === 'ended' && after.talkedForMs !== null) expect(after.talkedForMs).toBeGreaterThanOrEqual(0);
        return after;
      }, IDLE);
    }),
  );
});
