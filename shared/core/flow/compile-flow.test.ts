import type { Channel } from '../lib/channel';
import { compileFlow } from './compile-flow';
import type { FlowReferences } from './compiled';
import type { FlowNodeSource, FlowSource } from './source';

const queue = {
  channels: new Set<Channel>(['voice', 'chat']),
  hoursId: null,
  maxWaitMs: 1,
  priority: 0,
  requirements: [],
};
const references: FlowReferences = {
  languages: ['en', 'ja'],
  skills: new Set(),
  hours: new Set(['office']),
  queues: new Map([['sales', queue]]),
  voices: new Map([['en', 'en-US-AvaNeural']]),
  audio: new Map([['hello', new Map([['en', 'hello-en.wav']])]]),
  lookUps: new Map([['orders', { asks: new Set(['order']), sets: new Set(['status']), takesDigits: false }]]),
  entryPoints: new Map<string, Channel>([['web', 'chat']]),
  subFlows: new Map(),
  assistants: new Map(),
};
const both = { en: 'words', ja: 'ことば' };
const end: FlowNodeSource = { kind: 'close', reason: 'completed', text: both };
const flow = (nodes: Record<string, FlowNodeSource>, channels: Channel[] = ['voice']): FlowSource => ({
  id: 'f',
  channels,
  start: 'first',
  nodes: { ...nodes, end },
});
const refusals = (source: FlowSource): readonly string[] => {
  const result = compileFlow(source, references);
  return result.ok ? [] : result.error.map(({ code, path }) => `${code} ${path.join('.')}`);
};

test.each<[string, FlowSource, string]>([
  ['a path that ends in nothing', flow({ first: { kind: 'say', text: both } }), 'deadEnd nodes.first.next'],
  [
    'a node that nothing leads to',
    flow({ first: { kind: 'say', text: both, next: 'end' }, other: { kind: 'say', text: both, next: 'end' } }),
    'unreachable nodes.other',
  ],
  [
    'a loop that a silent caller never leaves',
    flow({
      first: { kind: 'gather', text: both, into: 'x', keys: { max: 1 }, next: 'end', otherwise: 'again' },
      again: { kind: 'say', text: both, next: 'first' },
    }),
    'endlessLoop nodes.first',
  ],
  [
    'a language that is missing',
    flow({ first: { kind: 'say', text: { en: 'hi' }, next: 'end' } }),
    'textMissing nodes.first.text.ja',
  ],
  [
    'a recording that lacks a language',
    flow({ first: { kind: 'say', text: both, audio: 'hello', next: 'end' } }),
    'audioMissing nodes.first.audio',
  ],
  [
    'a recording that is not there',
    flow({ first: { kind: 'say', text: both, audio: 'bye', next: 'end' } }),
    'unknownAudio nodes.first.audio',
  ],
  [
    'a variable that nothing sets',
    flow({ first: { kind: 'say', text: { en: 'Hi {name}', ja: 'はい' }, next: 'end' } }),
    'unknownVariable nodes.first.text',
  ],
  [
    'a condition that cannot be read',
    flow({ first: { kind: 'branch', cases: [{ when: "language == 'ja' and", next: 'end' }], otherwise: 'end' } }),
    'badExpression nodes.first.cases.0.when',
  ],
  [
    'a look-up that asks with what nothing sets',
    flow({ first: { kind: 'lookUp', lookUp: 'orders', found: 'end', notFound: 'end', failed: 'end' } }),
    'unknownVariable nodes.first.lookUp',
  ],
  [
    'a language that nobody can speak',
    flow({
      first: {
        kind: 'language',
        options: [
          { digit: '1', language: 'en', text: 'one' },
          { digit: '2', language: 'ja', text: '二' },
        ],
        next: 'end',
      },
    }),
    'voiceMissing nodes.first.options.1.language',
  ],
  [
    'a voicemail that a chat comes to',
    flow({ first: { kind: 'voicemail', queue: 'sales', text: both, thanks: both, failed: 'end' } }, ['voice', 'chat']),
    'callsOnly nodes.first.kind',
  ],
  [
    'headers where no call comes',
    { ...flow({ first: { kind: 'say', text: both, next: 'end' } }, ['chat']), headers: { order: 'User-To-User' } },
    'callsOnly headers',
  ],
  [
    'a header of what nothing sets',
    flow({ first: { kind: 'transfer', to: '+14255550188', headers: { 'X-Order': '{order}' }, failed: 'end' } }),
    'unknownVariable nodes.first.headers.X-Order',
  ],
  [
    'a channel without a way',
    flow({ first: { kind: 'channel', voice: 'end' } }, ['voice', 'chat']),
    'deadEnd nodes.first.chat',
  ],
  [
    'a text from an address that sends none',
    flow({ first: { kind: 'message', from: 'web', text: both, next: 'end' } }),
    'unknownEntryPoint nodes.first.from',
  ],
  [
    'a flow that goes into none',
    flow({ first: { kind: 'subFlow', flow: 'x', exits: { a: 'end' } } }),
    'unknownFlow nodes.first.flow',
  ],
  [
    'a question without an answer',
    flow({ first: { kind: 'gather', text: both, into: 'x', next: 'end', otherwise: 'end' } }),
    'nothingToAnswer nodes.first',
  ],
])('%s is refused', (_what, source, refusal) => {
  expect(refusals(source)).toContain(refusal);
});

test('a voicemail behind the way of calls is fine, and needs the texts of calls alone', () => {
  const calls = { voice: both };
  const source = flow(
    {
      first: { kind: 'channel', voice: 'message', otherwise: 'end' },
      message: { kind: 'voicemail', queue: 'sales', text: calls, thanks: calls, failed: 'end' },
    },
    ['voice', 'chat'],
  );
  expect(refusals(source)).toEqual([]);
});
