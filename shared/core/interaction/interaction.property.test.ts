import fc from 'fast-check';
import {
  agentIdOf,
  assignmentIdOf,
  interactionIdOf,
  offerIdOf,
  queueIdOf,
  shardIdOf,
  tenantIdOf,
  visitIdOf,
} from '../lib/ids';
import { beginsSomething } from './acts';
import type { FlowCommand, InteractionCommand } from './commands';
import { applyDecision, decide } from './decide';
import { handoverOf, inCharge } from './decide-transfer';
import type { InteractionEvent } from './events';
import { fold } from './evolve';
import {
  partiesOf,
  type ChannelKind,
  type Facts,
  type HandoverTarget,
  type Interaction,
  type QueueVisit,
} from './state';

const facts = (channel: ChannelKind): Facts => ({
  tenantId: tenantIdOf('contoso'),
  interactionId: interactionIdOf('i1'),
  channel,
  customerAddress: 'c',
  customerName: null,
  ourAddress: 'o',
  externalRef: 'x',
  flowId: 'f',
  configVersion: 1,
  openedAt: 0,
  continues: null,
});

const visit = (n: number, at: number): QueueVisit => ({
  visitId: visitIdOf(`v${n}`),
  queueId: queueIdOf('sales'),
  shardId: shardIdOf('s1'),
  beganAt: at,
  waitingSince: at,
  targetMs: 20_000,
  priority: 0,
  requirements: [],
  preferredAgentId: null,
  deadlineAt: at + 600_000,
  position: 'p',
  language: 'en',
  attempt: 0,
  work: 'live',
});

const agent = fc.constantFrom('ada', 'bob').map(agentIdOf);
const small = fc.nat({ max: 3 });

/** Commands with times that only grow and visit ids that are never used twice, as the flows make them. */
const commands = fc.array(
  fc.record({
    n: small,
    agentId: agent,
    type: fc.constantFrom<InteractionCommand['type']>(
      'moveInFlow',
      'enqueue',
      'presentOffer',
      'endOffer',
      'accept',
      'connect',
      'failConnect',
      'hold',
      'unhold',
      'park',
      'relayLater',
      'resume',
      'loseAgent',
      'leaveQueue',
      'defer',
      'confirmCustomer',
      'failDial',
      'moveVisit',
      'leave',
      'nudge',
      'finish',
      'wrapUpExpired',
      'end',
      'transfer',
      'transfer',
      'handOver',
      'handOver',
      'failHandover',
      'consult',
      'consult',
      'answerParty',
      'answerParty',
      'failParty',
      'cancelConsult',
      'joinParty',
      'completeConsult',
      'accept',
      'presentOffer',
      'enqueue',
      'connect',
    ),
    code: fc.option(fc.constant('sold')),
  }),
  // Without a size, lists are of ten at most: too short to get anybody far.
  { maxLength: 40, size: 'max' },
);

interface Drawn {
  n: number;
  agentId: ReturnType<typeof agentIdOf>;
  type: InteractionCommand['type'];
  code: string | null;
}

const lastWords = { texts: ['bye'], spoken: null, voice: null, language: 'en' };
const workOf = (n: number) =>
  n % 2 === 0 ? ({ kind: 'voicemail' } as const) : ({ kind: 'callback', number: '+14255550123' } as const);

function destination(n: number, agentId: string, index: number): { to: HandoverTarget; visit: QueueVisit } {
  const at = (index + 1) * 1000;
  const other = agentIdOf(agentId === 'ada' ? 'bob' : 'ada');
  const handedOver = { by: agentIdOf(agentId), note: 'knows' };
  if (n < 2) return { to: { kind: 'queue' }, visit: { ...visit(index, at), handedOver } };
  return { to: { kind: 'agent', agentId: other }, visit: { ...visit(index, at), onlyAgentId: other, handedOver } };
}

const EXPERT = { kind: 'expert', teamsUserId: 'e', name: 'Erin', agentId: null } as const;

/** What the call says is about whoever was brought in last. */
function ofParty(command: InteractionCommand, state: Interaction | null): InteractionCommand {
  const last = state === null ? undefined : partiesOf(state).at(-1);
  if (last === undefined || (command.type !== 'answerParty' && command.type !== 'failParty')) return command;
  return { ...command, partyId: last.partyId };
}

/** What the shard says of a customer who is being handed over is about the visit that it was asked to take. */
function ofHandover(command: InteractionCommand, state: Interaction | null): InteractionCommand {
  const handover = state === null ? undefined : handoverOf(state);
  if (handover === undefined) return command;
  const { visitId } = handover.visit;
  return command.type === 'presentOffer' || command.type === 'accept' || command.type === 'handOver'
    ? { ...command, visitId }
    : command;
}

/** What brings a customer to an agent who may hand them over. */
const TALKING: readonly Drawn[] = (['enqueue', 'accept', 'connect', 'transfer'] as const).map((type, n) => ({
  n,
  agentId: agentIdOf('ada'),
  type,
  code: null,
}));

/** Where a flow goes on with somebody who left their queue. */
function flowCommand(n: number, index: number): FlowCommand {
  const types = ['moveInFlow', 'enqueue', 'end', 'defer'] as const;
  const drawn = { n, agentId: agentIdOf('ada'), type: types[n] ?? 'end', code: null };
  return toCommand(drawn, index) as FlowCommand;
}

function toCommand({ n, agentId, type, code }: Drawn, index: number): InteractionCommand {
  const at = (index + 1) * 1000;
  const offerId = offerIdOf(`offer${n}`);
  const assignmentId = assignmentIdOf(`assignment${index}`);
  const shardId = shardIdOf('s1');
  switch (type) {
    case 'open':
      return { type, at, facts: facts('chat'), incomingCallContext: null };
    case 'moveInFlow':
      return {
        type,
        at,
        position: `p${n}`,
        memory: {},
        answerBy: null,
        prompt: null,
        texts: ['hello'],
        task: null,
        recording: null,
      };
    case 'enqueue':
      return { type, at, visit: visit(index, at), cause: 'flow', texts: [] };
    case 'presentOffer':
      return { type, at, offerId, agentId, visitId: 'v', deadlineAt: at + 15_000 };
    case 'endOffer':
      return { type, at, offerId, agentId, end: 'declined' };
    case 'accept':
      return {
        type,
        at,
        offerId,
        agentId,
        visitId: 'v',
        assignmentId,
        shardId,
        connectWithinMs: 25_000,
        senderWrapUpMs: n * 10_000,
      };
    case 'transfer':
      return { type, at, agentId, ...destination(n, agentId, index) };
    case 'handOver':
      return { type, at, visitId: 'v', wrapUpMs: n * 10_000 };
    case 'consult':
      return {
        type,
        at,
        agentId,
        partyId: `p${index}`,
        who: n > 1 ? { kind: 'number', number: '+14255550177' } : EXPERT,
        ringMs: 15_000,
        isBlind: n === 0,
      };
    case 'answerParty':
      return { type, at, partyId: 'p', who: EXPERT, wrapUpMs: n * 10_000 };
    case 'failParty':
      return { type, at, partyId: 'p', why: n > 1 ? 'left' : 'busy' };
    case 'cancelConsult':
    case 'joinParty':
      return { type, at, agentId };
    case 'completeConsult':
      return { type, at, agentId, wrapUpMs: n * 10_000 };
    case 'failHandover':
      return { type, at, visitId: null, why: 'closed' };
    case 'connect':
    case 'hold':
    case 'unhold':
    case 'park':
      return { type, at, agentId };
    case 'failConnect':
      return { type, at, agentId, failure: 'notAnswered' };
    case 'relayLater':
      return { type, at };
    case 'resume':
      return { type, at, visit: visit(index, at) };
    case 'loseAgent':
      return n > 2
        ? { type, at, agentId, loss: 'legFailed', visit: visit(index, at), wrapUpMs: 30_000 }
        : { type, at, agentId, loss: 'signedOut', visit: visit(index, at), wrapUpMs: 0 };
    case 'defer':
      return { type, at, work: workOf(n), visit: { ...visit(index, at), work: workOf(n).kind }, words: lastWords };
    case 'confirmCustomer':
      return { type, at, connectWithinMs: 25_000 };
    case 'failDial':
      return { type, at, why: n > 2 ? 'noLine' : 'busy', retryAt: at + 1000, attempts: 2, lastText: null };
    case 'leaveQueue':
      return { type, at, visitId: `v${n}`, outcome: 'expired', then: flowCommand(n, index) };
    case 'moveVisit':
      return { type, at, visitId: `v${n}`, visit: visit(index, at) };
    case 'nudge':
      // A silence lasts before it is broken.
      return { type, at, quietSince: at - (n + 1) * 1000, text: 'still there?', agentOwesAnswer: n > 1 };
    case 'leave':
      return { type, at, reason: 'customerLeft', shortAbandonMs: 5000, wrapUpMs: 30_000 };
    case 'finish':
      return { type, at, agentId, code, wrapUpMs: 30_000 };
    case 'wrapUpExpired':
      return { type, at, assignmentId: assignmentIdOf(`assignment${n}`) };
    case 'end':
      return { type, at, reason: 'idle', words: lastWords, shortAbandonMs: 5000, wrapUpMs: 30_000 };
  }
}

const inChargeAt = (state: Interaction) => state.segments.findIndex((one) => one === inCharge(state));

interface Life {
  states: Interaction[];
  events: InteractionEvent[];
}

/** Plays the commands; `look` sees every step. */
function live(
  channel: ChannelKind,
  drawn: Drawn[],
  look?: (before: Interaction | null, command: InteractionCommand) => void,
): Life {
  const script: InteractionCommand[] = [
    { type: 'open', at: 0, facts: facts(channel), incomingCallContext: channel === 'voice' ? 'ctx' : null },
    ...drawn.map(toCommand),
  ];
  let state: Interaction | null = null;
  const life: Life = { states: [], events: [] };
  for (const made of script) {
    const command = ofParty(ofHandover(made, state), state);
    look?.(state, command);
    const decision = decide(command, state);
    if (decision.kind === 'decided') life.events.push(...decision.events);
    state = applyDecision(state, decision);
    if (state !== null) life.states.push(state);
  }
  return life;
}

const channel = fc.constantFrom<ChannelKind>('voice', 'chat', 'sms', 'email');
const laws = (name: string, law: (life: Life) => void) =>
  test(name, () => {
    fc.assert(
      fc.property(channel, commands, (kind, drawn) => law(live(kind, drawn))),
      { numRuns: 400 },
    );
  });

describe('laws of an interaction', () => {
  laws('the state is the fold of its events', ({ states, events }) => {
    expect(states.at(-1)).toEqual(fold(events));
    expect(states.at(-1)?.seq).toBe(events.length);
  });

  laws('every queue visit ends at most once, and exactly once when the interaction is closed', ({ states, events }) => {
    const begun = events.flatMap((event) => (event.type === 'queued' ? [event.visit.visitId as string] : []));
    const ended = events.flatMap((event) => (event.type === 'visitEnded' ? [event.visitId] : []));
    expect(new Set(ended).size).toBe(ended.length);
    if (states.at(-1)?.phase.name === 'closed') expect([...ended].sort()).toEqual([...new Set(begun)].sort());
  });

  laws('closed never reopens', ({ states }) => {
    const closedAt = states.findIndex((state) => state.phase.name === 'closed');
    if (closedAt >= 0) expect(states.slice(closedAt).every((state) => state.phase.name === 'closed')).toBe(true);
  });

  laws('nothing is left open in a closed interaction', ({ states }) => {
    const closed = states.filter(({ phase }) => phase.name === 'closed');
    expect(closed.flatMap(({ segments }) => segments.filter(({ state }) => state.name !== 'done'))).toEqual([]);
  });

  laws('at most one agent is with the customer', ({ states }) => {
    const wrong = states.filter(({ phase, segments }) => {
      const present = segments.filter(({ state }) =>
        ['connecting', 'talking', 'onHold', 'consulting'].includes(state.name),
      ).length;
      return phase.name === 'active' || phase.name === 'connecting' ? present !== 1 : present > 1;
    });
    expect(wrong).toEqual([]);
  });

  laws('no customer is ever without an owner: their flow, a queue, an agent, or the rest', ({ states }) => {
    for (const { phase, segments } of states) {
      if (phase.name === 'active' || phase.name === 'connecting')
        expect(['connecting', 'talking', 'onHold', 'consulting']).toContain(segments[phase.segment]?.state.name);
      if (phase.name === 'ended') expect(segments.some(({ state }) => state.name === 'wrappingUp')).toBe(true);
      if (phase.name === 'queued' || phase.name === 'alerting') expect(phase.visit.onlyAgentId).toBeUndefined();
    }
  });

  test('the sender has the customer until the receiver is on record', () => {
    let [asked, handed, kept] = [0, 0, 0];
    fc.assert(
      fc.property(channel, commands, (kind, drawn) => {
        live(kind, [...TALKING, ...drawn], (before, command) => {
          const handover = before === null ? undefined : handoverOf(before);
          const after = applyDecision(before, decide(command, before));
          if (before === null || after === null || handover === undefined) return;
          asked += 1;
          if (after.phase.name === 'active' && after.phase.segment === inChargeAt(before)) {
            kept += 1;
            return;
          }
          const isTheirs = after.phase.name === 'active' || after.phase.name === 'connecting';
          const receiver = isTheirs ? after.segments[after.phase.segment]?.visit : undefined;
          const waits = after.phase.name === 'queued' ? after.phase.visit : undefined;
          if (command.type === 'handOver') expect(waits).toEqual(handover.visit);
          else if (command.type === 'accept') expect(receiver).toEqual(handover.visit);
          else expect(['leave', 'end', 'finish', 'park', 'loseAgent']).toContain(command.type);
          handed += ['handOver', 'accept'].includes(command.type) ? 1 : 0;
        });
      }),
      { numRuns: 400 },
    );
    // Every way was gone.
    expect(Math.min(asked, handed, kept)).toBeGreaterThan(20);
  });

  laws('a call is answered by Connect alone, a message or what a caller left behind by the accept', ({ events }) => {
    const isVoice = events[0]?.type === 'opened' && events[0].facts.channel === 'voice';
    events.forEach((event, i) => {
      const isCall = isVoice && !events.slice(0, i).some(({ type }) => type === 'deferred');
      if (event.type === 'visitEnded' && event.outcome === 'answered')
        expect(events[i - 1]?.type).toBe(isCall ? 'connected' : 'accepted');
    });
  });

  test('nothing is begun for a closed interaction, and every accept that is not taken gives the agent back', () => {
    fc.assert(
      fc.property(channel, commands, (kind, drawn) => {
        live(kind, drawn, (before, command) => {
          const decision = decide(command, before);
          if (before?.phase.name === 'closed' && decision.kind !== 'ignored')
            expect(decision.acts.filter(beginsSomething)).toEqual([]);
          if (command.type !== 'accept' || before === null || decision.kind === 'decided') return;
          if (decision.kind === 'refused')
            expect(decision.acts).toMatchObject([{ kind: 'release', assignmentId: command.assignmentId }]);
          else expect(decision.reason).toBe('alreadyAccepted');
        });
      }),
      { numRuns: 400 },
    );
  });

  test('a command given twice changes nothing the second time, unless it moves a flow or a hold', () => {
    fc.assert(
      fc.property(channel, commands, (kind, drawn) => {
        const { states } = live(kind, drawn);
        const last = drawn.at(-1);
        const state = states.at(-1);
        if (last === undefined || state === undefined || last.type === 'moveInFlow') return;
        const again = decide(ofParty(ofHandover(toCommand(last, drawn.length - 1), state), state), state);
        expect(again.kind === 'decided' ? again.events : []).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });
});
