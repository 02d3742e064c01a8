import { contosoFiles, createWorld, TENANT, type World } from '../../../tests/contracts/fakes/world';
import type { FlowNodeSource } from '../../core/flow/source';
import type { InteractionRef } from '../../core/lib/ids';
import { publishConfig } from '../admin/publish-config';
import { receiveCall } from '../inbound/receive-call';
import { settleInteraction } from '../settle-interaction';
import { handleCallEvent, type CallReport } from './handle-call-event';

type Kind = FlowNodeSource['kind'];
type Nodes = Readonly<Record<string, FlowNodeSource>>;

const text = { en: 'Hello.' };
const end: FlowNodeSource = { kind: 'close', reason: 'completed', text: { en: 'Goodbye.' } };
const say: FlowNodeSource = { kind: 'say', text, next: 'end' };
const queue: FlowNodeSource = {
  kind: 'queue',
  queue: 'support',
  treatment: { music: 'hold.wav', comfort: text, every: '30 s' },
  ...{ deadline: '10 min', whenTooLong: 'end', whenClosed: 'end', whenNobodySignedIn: 'end' },
};
const inBoth: FlowNodeSource = { ...end, text: { en: 'Goodbye.', ja: '失礼いたします。' } };
const order: FlowNodeSource = { kind: 'subFlow', flow: 'order-status', exits: { told: 'end', open: 'end' } };
const collectCode = { what: 'code', mask: '999', into: 'code', text, next: 'end', otherwise: 'end' } as const;

/** For each kind of node a flow that begins with it. The type says when one is missing. */
const FLOWS: { readonly [Of in Kind]: Nodes } = {
  say: { here: say, end },
  menu: {
    here: { kind: 'menu', text, options: [{ digit: '1', label: text, next: 'end' }], otherwise: 'end' },
    end,
  },
  gather: { here: { kind: 'gather', text, into: 'keys', keys: { max: 3 }, next: 'end', otherwise: 'end' }, end },
  collect: { here: { kind: 'collect', ...collectCode }, end },
  capture: {
    here: {
      ...{ kind: 'capture', lookUp: 'payments', field: 'cardNumber', into: 'card', keys: { min: 13, max: 19 } },
      ...{ text, next: 'end', otherwise: 'end', failed: 'end' },
    },
    end,
  },
  language: {
    here: {
      kind: 'language',
      options: [
        { digit: '1', language: 'en', text: 'English' },
        { digit: '2', language: 'ja', text: '日本語' },
      ],
      next: 'end',
    },
    end: inBoth,
  },
  survey: { here: { kind: 'survey', questions: [{ id: 'solved', text, min: 1, max: 5 }], next: 'end' }, end },
  set: { here: { kind: 'set', attributes: { vip: 'yes' }, next: 'say' }, say, end },
  branch: {
    here: { kind: 'set', attributes: { vip: 'yes' }, next: 'which' },
    which: { kind: 'branch', cases: [{ when: "vip == 'yes'", next: 'say' }], otherwise: 'end' },
    ...{ say, end },
  },
  hours: { here: { kind: 'hours', hours: 'office', open: 'say', closed: 'end' }, say, end },
  channel: { here: { kind: 'channel', voice: 'say', otherwise: 'end' }, say, end },
  lookUp: {
    here: { kind: 'set', attributes: { order: '100001' }, next: 'ask' },
    ask: { kind: 'lookUp', lookUp: 'orders', found: 'end', notFound: 'say', failed: 'end' },
    ...{ say, end },
  },
  identify: { here: { kind: 'identify', lookUp: 'customers', known: 'end', unknown: 'say' }, say, end },
  assistant: {
    here: {
      ...{ kind: 'assistant', assistant: 'front-desk', text, turns: 4, timeout: '1 min' },
      ...{ routes: { sales: 'end', support: 'end', person: 'end' }, answered: 'end', person: 'end' },
    },
    end,
  },
  message: { here: { kind: 'message', from: 'text-number', text, next: 'say' }, say, end },
  queue: { here: queue, end },
  subFlow: { here: order, end: inBoth },
  return: { here: order, end: inBoth },
  callback: { here: { kind: 'callback', queue: 'support', text, cannot: 'end' }, end },
  voicemail: { here: { kind: 'voicemail', queue: 'support', text, thanks: text, failed: 'end' }, end },
  transfer: { here: { kind: 'transfer', to: '+14255550188', failed: 'end' }, end },
  close: { here: end },
};

/** Whatever may still be on its way when somebody has hung up. */
const LATE: readonly CallReport[] = [
  { kind: 'promptDone' },
  { kind: 'promptFailed' },
  { kind: 'silence' },
  { kind: 'gathered', digits: '1', words: null },
  { kind: 'gathered', digits: '', words: 'an agent' },
  { kind: 'transferFailed' },
  { kind: 'recordingFailed' },
  { kind: 'disconnected', dialled: null },
];

/** How a caller gets to a node that nobody can stand in: who keys no order number comes back from the sub-flow. */
const ON_THE_WAY: Partial<Record<Kind, readonly CallReport[]>> = {
  return: [{ kind: 'silence' }, { kind: 'silence' }, { kind: 'silence' }],
};

let world: World;
let ref: InteractionRef;
let count = 0;

function report(told: CallReport) {
  const last = world.calls.asked.findLast((one) => 'context' in one);
  const context = last !== undefined && 'context' in last ? last.context : null;
  return handleCallEvent(world.deps, ref, { ...told, eventId: `e${++count}`, callRef: 'call-1', context });
}

/** Somebody is in the first node of a flow. */
async function inside(kind: Kind): Promise<void> {
  world = await createWorld();
  const languages = kind === 'language' || kind === 'subFlow' || kind === 'return' ? ['en', 'ja'] : ['en'];
  const flow = { id: 'phone', channels: ['voice'], languages, start: 'here', nodes: FLOWS[kind] };
  const files = contosoFiles().map(({ name, content }) => ({
    name,
    content: name === 'flows/phone.yaml' ? JSON.stringify(flow) : content,
  }));
  const by = { ofDirectory: null, author: { id: 'tests', name: null }, reason: 'One node.', expectedVersion: null };
  await publishConfig(world.deps, { tenantId: TENANT, files, ...by });
  await world.pass(2_000);
  await world.ready('cameron');
  const received = await receiveCall(world.deps, {
    ...{ from: '+14255550199', callerName: null, to: '+14255550100', trunk: null, headers: [], callId: 'carrier-1' },
    ...{ incomingCallContext: 'context', raisedAt: world.deps.clock.now() },
  });
  if (received.kind !== 'opened') throw new Error(`The call was ${received.kind}.`);
  ref = received.ref;
}

async function openActs() {
  await settleInteraction(world.deps, ref);
  return (await world.deps.interactions.load(ref))?.openActs ?? [];
}

/** What a caller asked for before they hung up is there when nobody is on the line any more. */
const LEFT_BEHIND: Partial<Record<Kind, string>> = { callback: 'queued' };

describe('who hangs up in a node of a flow is gone, and nothing that comes late begins anything', () => {
  const kinds = Object.keys(FLOWS) as Kind[];

  test.each(kinds)('%s', async (kind) => {
    await inside(kind);
    await report({ kind: 'connected' });
    for (const one of ON_THE_WAY[kind] ?? []) await report(one);
    await report({ kind: 'disconnected', dialled: null });
    const after = LEFT_BEHIND[kind] ?? 'closed';
    expect(await world.phase(ref)).toBe(after);
    const before = world.calls.asked.length;
    for (const late of LATE) await report(late);
    await world.pass(120_000);
    await world.pass(120_000);
    const begun = world.calls.asked.slice(before).map(({ do: done }) => done);
    expect(begun.filter((done) => done !== 'hangUp')).toEqual([]);
    expect(await world.phase(ref)).toBe(after);
    if (after === 'closed') expect(await openActs()).toEqual([]);
  });

  test.each(['lookUp', 'identify', 'assistant', 'capture'] as const)(
    '%s, while the other system has not answered',
    async (kind) => {
      await inside(kind);
      let answer: () => void = () => undefined;
      const asked = new Promise<void>((resolve) => (answer = resolve));
      const late = async () => {
        await asked;
        return { kind: 'failed', why: 'timedOut' } as never;
      };
      Object.assign(world.deps.lookUps, { ask: late, give: late });
      Object.assign(world.deps.assistant, { answer: late });
      const entering = report({ kind: 'connected' }).then(() =>
        kind === 'capture' ? report({ kind: 'gathered', digits: '4929463810275546', words: null }) : undefined,
      );
      if (kind === 'assistant') await entering;
      const talking = kind === 'assistant' ? report({ kind: 'gathered', digits: '', words: 'my order' }) : entering;
      await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setImmediate(resolve));
      await report({ kind: 'disconnected', dialled: null });
      expect(await world.phase(ref)).toBe('closed');
      const before = world.calls.asked.length;
      answer();
      await talking;
      await world.pass(120_000);
      expect(world.calls.asked.slice(before).filter(({ do: done }) => done !== 'hangUp')).toEqual([]);
      expect(await openActs()).toEqual([]);
    },
  );
});
