import fc from 'fast-check';
import type { Channel } from '../lib/channel';
import { compileFlow, compileSubFlow } from './compile-flow';
import type { CompiledFlow, FlowReferences } from './compiled';
import { decodePosition, encodePosition } from './position-codec';
import type { FlowContext, FlowInput, FlowPosition } from './protocol';
import { inputOf, type ScriptStep } from './run-script';
import type { FlowNodeSource, FlowSource } from './source';
import { step } from './step';

const queue = {
  channels: new Set<Channel>(['voice', 'chat', 'sms', 'email']),
  hoursId: 'office',
  maxWaitMs: 600_000,
  priority: 0,
  requirements: [],
};
const references: FlowReferences = {
  languages: ['en'],
  skills: new Set(),
  hours: new Set(['office']),
  queues: new Map([['sales', queue]]),
  voices: new Map([['en', 'en-US-AvaNeural']]),
  audio: new Map([['welcome', new Map([['en', 'welcome.wav']])]]),
  lookUps: new Map([
    ['orders', { asks: new Set(['customer']), sets: new Set(['status']), takesDigits: false }],
    ['cards', { asks: new Set<string>(), sets: new Set(['status']), takesDigits: true }],
  ]),
  entryPoints: new Map([['texts', 'sms']]),
  subFlows: new Map(),
  assistants: new Map([['desk', { routes: new Set(['sales']) }]]),
};

/** Ten names: exits of nodes that are drawn lead to any of them, so that most graphs have loops and dead ends. */
const NAMES = Array.from({ length: 10 }, (_, index) => `n${index}`);
const target = fc.constantFrom(...NAMES, 'end');
const text = { en: 'words {status}' };
const asking = { text, timeout: '5 s', attempts: 2 };

const node: fc.Arbitrary<FlowNodeSource> = fc.oneof(
  target.map((next): FlowNodeSource => ({ kind: 'say', text, next })),
  target.map((next): FlowNodeSource => ({ kind: 'say', text, audio: 'welcome', next })),
  target.map((next): FlowNodeSource => ({ kind: 'set', attributes: { status: 'x' }, next })),
  target.map((next): FlowNodeSource => ({ kind: 'message', from: 'texts', text, next })),
  target.map((next): FlowNodeSource => ({ kind: 'survey', questions: [{ id: 'score', text }], next })),
  fc.tuple(target, target, target).map(([one, two, otherwise]): FlowNodeSource => {
    const options = [
      { digit: '1', label: { en: 'one' }, next: one },
      { digit: '2', label: { en: 'two' }, next: two },
    ];
    return { kind: 'menu', ...asking, options, otherwise };
  }),
  fc.tuple(target, target).map(([next, otherwise]): FlowNodeSource => {
    const keys = { min: 1, max: 4 };
    return { kind: 'gather', ...asking, into: 'given', keys, speech: true, next, otherwise };
  }),
  fc.tuple(target, target).map(([next, otherwise]): FlowNodeSource => {
    const confirm = { en: 'Is it {value}?' };
    return { kind: 'collect', ...asking, what: 'date', order: 'dmy', into: 'day', confirm, next, otherwise };
  }),
  fc.tuple(target, target).map(([open, closed]): FlowNodeSource => ({ kind: 'hours', hours: 'office', open, closed })),
  fc.tuple(target, target, target).map(([found, notFound, failed]): FlowNodeSource => ({
    kind: 'lookUp',
    lookUp: 'orders',
    found,
    notFound,
    failed,
  })),
  fc.tuple(target, target).map(([next, otherwise]): FlowNodeSource => ({
    kind: 'branch',
    cases: [{ when: "status == 'x'", next }],
    otherwise,
  })),
  fc.tuple(target, target).map(([sales, person]): FlowNodeSource => ({
    kind: 'assistant',
    assistant: 'desk',
    text,
    routes: { sales },
    turns: 3,
    person,
  })),
  fc.tuple(target, target, target, target).map(([tooLong, closed, nobody, key]): FlowNodeSource => ({
    kind: 'queue',
    queue: 'sales',
    treatment: { comfort: { en: 'wait' } },
    keys: [{ digit: '1', next: key }],
    whenTooLong: tooLong,
    whenClosed: closed,
    whenNobodySignedIn: nobody,
  })),
  target.map((cannot): FlowNodeSource => ({ kind: 'callback', queue: 'sales', text, cannot })),
  target.map((failed): FlowNodeSource => ({ kind: 'voicemail', queue: 'sales', text, thanks: text, failed })),
  fc.tuple(target, target, target).map(([next, otherwise, failed]): FlowNodeSource => {
    const keys = { min: 2, max: 8 };
    return { kind: 'capture', ...asking, keys, lookUp: 'cards', field: 'card', into: 'card', next, otherwise, failed };
  }),
  target.map((failed): FlowNodeSource => ({ kind: 'transfer', to: '+14255550150', failed })),
);

const end: FlowNodeSource = { kind: 'close', reason: 'flowEnded', text: { en: 'bye' } };
const setter: FlowNodeSource = { kind: 'set', attributes: { status: 'y' }, next: 'n0' };

/** Only what can be reached is kept, for unreachable nodes are refused; most of what is drawn compiles then. */
const flow = fc.array(node, { minLength: 10, maxLength: 10 }).map((drawn): FlowSource => {
  const all: Record<string, FlowNodeSource> = { start: setter, end };
  drawn.forEach((one, index) => (all[NAMES[index] ?? ''] = one));
  const reached = new Set(['start']);
  for (const id of reached) {
    const found = JSON.stringify(all[id]).match(/"(n\d|end)"/gu) ?? [];
    found.forEach((quoted) => reached.add(quoted.slice(1, -1)));
  }
  const nodes = Object.fromEntries(Object.entries(all).filter(([id]) => reached.has(id)));
  return { id: 'drawn', channels: ['voice'], start: 'start', nodes };
});

const scriptStep: fc.Arbitrary<ScriptStep> = fc.oneof(
  fc.constantFrom('1', '2', '9', '05102026', '12#', '#').map((press) => ({ press })),
  fc.constantFrom('one', 'yes', 'gibberish', '５月', '').map((say) => ({ say })),
  fc.constant({ silence: true } as const),
  fc.constant({ fails: true } as const),
  fc.constant({ done: true } as const),
  fc.constant({ notFound: true } as const),
  fc.constantFrom('x', 'y').map((status) => ({ found: { status } })),
  fc.constantFrom('tooLong' as const, 'closed' as const, 'nobodySignedIn' as const).map((waits) => ({ waits })),
  fc.constantFrom({ kind: 'route', route: 'sales' } as const, { kind: 'say', text: 'so' } as const).map((answer) => ({
    answer,
  })),
);
const context = fc.record({
  closed: fc.boolean(),
  unstaffed: fc.boolean(),
  uncallable: fc.boolean(),
});
const contextOf = (drawn: { closed: boolean; unstaffed: boolean; uncallable: boolean }): FlowContext => ({
  now: 0,
  closedHours: new Set(drawn.closed ? ['office'] : []),
  unstaffedQueues: new Set(drawn.unstaffed ? ['sales'] : []),
  uncallable: new Set(drawn.uncallable ? ['+14255550199'] : []),
});

const started: FlowInput = {
  kind: 'started',
  headers: [],
  channel: 'voice',
  language: null,
  firstText: null,
  known: { customer: '+14255550199', ours: '+14255550100' },
};
const TERMINAL: ReadonlySet<FlowPosition['state']> = new Set([
  'ended',
  'deferred',
  'transferred',
  'withAgent',
] as const);

/** A caller who does nothing any more, in a world where everything fails: every wait ends by its clock. */
function fallSilent(compiled: CompiledFlow, from: FlowPosition, world: FlowContext): FlowPosition {
  let position = from;
  for (let count = 0; count < 1_000 && !TERMINAL.has(position.state); count += 1) {
    const input = inputOf(position.state === 'queued' ? { waits: 'tooLong' } : { fails: true }, position);
    if (input === null) return position;
    const next = step(compiled, position, input, world);
    expect(next.outcome).toBe('moved');
    position = next.position;
  }
  return position;
}

test('no compiled flow can lose a caller, whatever they do and whatever fails', () => {
  let compiledCount = 0;
  fc.assert(
    fc.property(flow, fc.array(scriptStep, { maxLength: 25 }), context, (source, script, drawn) => {
      const result = compileFlow(source, references);
      if (!result.ok) return;
      compiledCount += 1;
      const world = contextOf(drawn);
      let position = step(result.value, { state: 'notStarted' }, started, world).position;
      for (const one of script) {
        const input = inputOf(one, position);
        if (input !== null) position = step(result.value, position, input, world).position;
        // What is stored is read back as it was.
        expect(decodePosition(encodePosition(position))).toEqual(position);
      }
      expect(TERMINAL).toContain(fallSilent(result.value, position, world).state);
    }),
    { numRuns: 3_000 },
  );
  // A law about compiled flows says nothing when none compiles.
  expect(compiledCount).toBeGreaterThan(200);
});

test('a flow that goes into others ends too, by its own ways', () => {
  const part: FlowSource = {
    id: 'part',
    channels: ['voice'],
    start: 'ask',
    nodes: {
      ask: {
        kind: 'gather',
        ...asking,
        text: { en: 'number?' },
        into: 'given',
        keys: { max: 2 },
        next: 'yes',
        otherwise: 'no',
      },
      yes: { kind: 'return', exit: 'yes' },
      no: { kind: 'return', exit: 'no' },
    },
  };
  const compiledPart = compileSubFlow(part, references);
  if (!compiledPart.ok) throw new Error(JSON.stringify(compiledPart.error));
  const whole: FlowSource = {
    id: 'whole',
    channels: ['voice'],
    start: 'first',
    nodes: {
      first: { kind: 'subFlow', flow: 'part', exits: { yes: 'second', no: 'end' } },
      second: { kind: 'subFlow', flow: 'part', exits: { yes: 'end', no: 'end' } },
      end: { kind: 'close', reason: 'completed', text: { en: 'bye {given}' } },
    },
  };
  const result = compileFlow(whole, { ...references, subFlows: new Map([['part', compiledPart.value]]) });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  expect([...result.value.nodes.keys()]).toEqual(['first.ask', 'second.ask', 'end']);
  const world = contextOf({ closed: false, unstaffed: false, uncallable: false });
  let position = step(result.value, { state: 'notStarted' }, started, world).position;
  for (const press of ['12', '34']) {
    const input = inputOf({ press }, position);
    if (input !== null) position = step(result.value, position, input, world).position;
  }
  expect(position).toEqual({ state: 'ended', reason: 'completed' });
});
