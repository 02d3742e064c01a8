import { BUSY_FOR_MS, presenceStep, shownAfter, type PresenceStep, type Shown } from './teams-presence';

const NOW = 1_000_000;

const said = (availability: string, activity = availability) => ({ availability, activity });
const holds = (channel: 'voice' | 'chat', wrapUpUntilAt: number | null = null) => ({
  ...{ assignmentId: 'a1', visitId: 'v1', interactionId: 'i1', agentId: 'ada', queueId: 'sales', units: 1 },
  ...{ channel, wrapUpUntilAt, isHoldingRoom: true, roomUntilAt: null, isForced: false },
});

const step = (change: Partial<Parameters<typeof presenceStep>[0]>): PresenceStep =>
  presenceStep({ use: 'vetoAndSet', presence: said('Available'), held: [], shown: idle, now: NOW, ...change });

const idle: Shown = { busyUntilAt: null, clearedAt: null };
const busy: Shown = { busyUntilAt: NOW + BUSY_FOR_MS, clearedAt: null };

describe('what presence means for offers', () => {
  test.each([
    ['Available', 'Available', null],
    ['Away', 'Away', null],
    ['BeRightBack', 'BeRightBack', null],
    ['Busy', 'Busy', null],
    ['Busy', 'InAMeeting', null],
    ['Busy', 'InACall', 'inACall'],
    ['Busy', 'InAConferenceCall', 'inACall'],
    ['DoNotDisturb', 'DoNotDisturb', 'doNotDisturb'],
    ['DoNotDisturb', 'Presenting', 'doNotDisturb'],
    ['Offline', 'OffWork', 'offline'],
    ['PresenceUnknown', 'PresenceUnknown', null],
  ])('%s, %s: %s', (availability, activity, veto) => {
    expect(step({ presence: said(availability, activity) })).toEqual({ veto, tell: 'nothing' });
  });

  test('whom Teams does not know nothing is held against', () => {
    expect(step({ presence: undefined }).veto).toBeNull();
  });

  test('a call of ours is none against further texts', () => {
    expect(step({ presence: said('Busy', 'InACall'), held: [holds('voice')] }).veto).toBeNull();
    expect(step({ presence: said('Busy', 'InAConferenceCall'), held: [holds('voice', NOW + 1)] }).veto).toBeNull();
    expect(step({ presence: said('DoNotDisturb'), held: [holds('voice')] }).veto).toBe('doNotDisturb');
  });

  test('neither is what we set ourselves, for as long as it may still be seen', () => {
    const inACall = { presence: said('Busy', 'InACall') };
    expect(step({ ...inACall, held: [holds('chat')], shown: busy }).veto).toBeNull();
    expect(step({ ...inACall, shown: busy })).toEqual({ veto: null, tell: 'clear' });
    expect(step({ ...inACall, shown: { busyUntilAt: null, clearedAt: NOW - 59_999 } }).veto).toBeNull();
    expect(step({ ...inACall, shown: { busyUntilAt: null, clearedAt: NOW - 60_000 } }).veto).toBe('inACall');
    expect(step({ presence: said('Busy', 'InAConferenceCall'), shown: busy }).veto).toBe('inACall');
  });

  test('a new process clears what the one before may have set, once', () => {
    const found = { presence: said('Busy', 'InACall'), shown: undefined };
    expect(step(found)).toEqual({ veto: null, tell: 'clear' });
    expect(step({ ...found, use: 'veto' })).toEqual({ veto: 'inACall', tell: 'nothing' });
  });
});

describe('what Teams is told', () => {
  test('busy with a text, again before it runs out, and no more when it is over', () => {
    expect(step({ held: [holds('chat')] }).tell).toBe('busy');
    expect(step({ held: [holds('chat')], shown: busy }).tell).toBe('nothing');
    const half = { ...busy, busyUntilAt: NOW + BUSY_FOR_MS / 2 - 1 };
    expect(step({ held: [holds('chat')], shown: half }).tell).toBe('busy');
    expect(step({ held: [holds('chat', NOW + 1)], shown: busy }).tell).toBe('clear');
    expect(step({ shown: idle }).tell).toBe('nothing');
  });

  test('a call shows itself', () => {
    expect(step({ held: [holds('voice')] }).tell).toBe('nothing');
    expect(step({ held: [holds('voice'), holds('chat')], shown: busy }).tell).toBe('clear');
  });

  test('nothing where the tenant only wants the veto', () => {
    expect(step({ use: 'veto', held: [holds('chat')], shown: undefined }).tell).toBe('nothing');
  });

  test('what was told is remembered', () => {
    expect(shownAfter(undefined, 'busy', NOW)).toEqual(busy);
    expect(shownAfter(busy, 'nothing', NOW + 5)).toEqual(busy);
    expect(shownAfter(busy, 'clear', NOW + 5)).toEqual({ busyUntilAt: null, clearedAt: NOW + 5 });
    expect(shownAfter(undefined, 'nothing', NOW)).toEqual(idle);
  });
});
