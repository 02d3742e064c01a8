import fc from 'fast-check';

/** Something that somebody does; `pick` chooses among the calls or legs there are. */
export type Command =
  | { readonly kind: 'placeCall' }
  | { readonly kind: 'app'; readonly name: AppOperation; readonly pick: number; readonly flag: boolean }
  | { readonly kind: 'phone'; readonly act: PhoneAct; readonly pick: number }
  | { readonly kind: 'agent'; readonly act: AgentAct; readonly pick: number }
  | { readonly kind: 'advance'; readonly byMs: number }
  | { readonly kind: 'restart' };

export type AppOperation =
  | 'answer'
  | 'reject'
  | 'create'
  | 'play'
  | 'recognize'
  | 'cancelMedia'
  | 'add'
  | 'cancelAdd'
  | 'remove'
  | 'move'
  | 'transfer'
  | 'hold'
  | 'unhold'
  | 'sendTones'
  | 'leave'
  | 'terminate';
export type PhoneAct = 'press' | 'say' | 'answer' | 'decline' | 'hangUp';
export type AgentAct = 'answer' | 'decline' | 'sendToVoicemail' | 'hangUp' | 'unreachable';

const pick = fc.nat(20);
const app = (weight: number, ...names: AppOperation[]) => ({
  weight,
  arbitrary: fc.record({
    kind: fc.constant('app' as const),
    name: fc.constantFrom(...names),
    pick,
    flag: fc.boolean(),
  }),
});

const commandArb: fc.Arbitrary<Command> = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ kind: 'placeCall' } as const) },
  app(2, 'answer'),
  app(8, 'play', 'recognize', 'add', 'transfer', 'sendTones', 'hold', 'unhold', 'cancelMedia', 'cancelAdd'),
  app(1, 'reject', 'create', 'remove', 'move', 'leave', 'terminate'),
  { weight: 3, arbitrary: phoneArb() },
  { weight: 3, arbitrary: agentArb() },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('advance' as const),
      byMs: fc.constantFrom(0, 300, 1_000, 2_500, 5_000, 15_000, 31_000, 70_000),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' } as const) },
);

function phoneArb() {
  const act = fc.constantFrom<PhoneAct>(
    'press',
    'press',
    'press',
    'say',
    'say',
    'answer',
    'answer',
    'decline',
    'hangUp',
  );
  return fc.record({ kind: fc.constant('phone' as const), act, pick });
}

function agentArb() {
  const act = fc.constantFrom<AgentAct>(
    'answer',
    'answer',
    'answer',
    'decline',
    'sendToVoicemail',
    'hangUp',
    'unreachable',
  );
  return fc.record({ kind: fc.constant('agent' as const), act, pick });
}

/** A call comes in and is answered; then anything. */
export const commandsArb: fc.Arbitrary<Command[]> = fc
  .array(commandArb, { minLength: 5, maxLength: 40 })
  .map((commands) => [{ kind: 'placeCall' }, { kind: 'app', name: 'answer', pick: 0, flag: false }, ...commands]);
