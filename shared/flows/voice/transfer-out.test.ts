import { contosoFiles, createWorld, TENANT, type World } from '../../../tests/contracts/fakes/world';
import type { InteractionRef } from '../../core/lib/ids';
import { publishConfig } from '../admin/publish-config';
import { receiveCall } from '../inbound/receive-call';
import { handleCallEvent, type CallReport } from './handle-call-event';

const OPTION = 'words: [agent, person, 担当者], next: support';
const HEADERS = "{ User-To-User: 'order={order}', X-MS-Custom-Order: '{order}' }";
const ENTRY = "address: '+14255550102',";

let world: World;
let ref: InteractionRef;
let count = 0;

async function publish(edits: Readonly<Record<string, readonly (readonly [string, string])[]>>): Promise<void> {
  const files = contosoFiles().map(({ name, content }) => ({
    name,
    content: Object.entries(edits)
      .filter(([file]) => name.endsWith(file))
      .flatMap(([, changes]) => changes)
      .reduce((text, [from, to]) => text.replace(from, to), content),
  }));
  const by = { ofDirectory: null, author: { id: 'tests', name: null }, reason: 'Handed out.', expectedVersion: null };
  await publishConfig(world.deps, { tenantId: TENANT, files, ...by });
  await world.pass(2_000);
}

const handing = (order: string, headers = HEADERS) =>
  [
    [OPTION, OPTION.replace('support', 'note')],
    [
      '  support:\n',
      `  note:\n    kind: set\n    attributes: { order: "${order}" }\n    next: out\n` +
        `  out:\n    kind: transfer\n    to: '+14255550188'\n    headers: ${headers}\n    failed: support\n  support:\n`,
    ],
  ] as const;

function report(told: CallReport) {
  const last = world.calls.asked.at(-1);
  const context = last !== undefined && 'context' in last ? last.context : null;
  return handleCallEvent(world.deps, ref, { ...told, eventId: `e${++count}`, callRef: 'call-1', context });
}

/** Somebody calls Contoso's reception and wants to talk. */
async function handedOut(): Promise<void> {
  const received = await receiveCall(world.deps, {
    ...{ from: '+14255550199', callerName: null, to: '+14255550102', trunk: null, headers: [], callId: 'carrier-1' },
    ...{ incomingCallContext: 'context', raisedAt: world.deps.clock.now() },
  });
  if (received.kind !== 'opened') throw new Error(`The call was ${received.kind}.`);
  ref = received.ref;
  await report({ kind: 'connected' });
  await report({ kind: 'gathered', digits: '1', words: null });
  await report({ kind: 'gathered', digits: '2', words: null });
}
const transfers = () => world.calls.asked.filter((one) => one.do === 'transfer');

beforeEach(async () => {
  world = await createWorld();
});

describe('a caller whom the flow hands to another number', () => {
  test('comes with the number that was called, and with headers that say why', async () => {
    await publish({ 'reception.yaml': handing('100001') });
    await handedOut();
    expect(transfers()).toMatchObject([
      {
        to: '+14255550188',
        callerId: '+14255550102',
        headers: [
          { name: 'User-To-User', value: 'order=100001' },
          { name: 'X-MS-Custom-Order', value: '100001' },
        ],
      },
    ]);
    await report({ kind: 'transferred' });
    expect(await world.phase(ref)).toBe('closed');
  });

  test('goes without a header that what was said would make two of', async () => {
    await publish({ 'reception.yaml': handing('1\\r\\nContact: <sip:attacker.example>') });
    await handedOut();
    expect(transfers()).toMatchObject([{ to: '+14255550188', headers: [] }]);
    expect(world.warnings.filter((one) => one.includes('header not sent'))).toHaveLength(2);
    expect(world.warnings.join()).not.toContain('attacker');
  });

  test('shows the number that the tenant shows', async () => {
    const entry = [ENTRY, `${ENTRY} callerId: '+14255550100',`] as const;
    await publish({ 'reception.yaml': handing('100001'), 'entry-points.yaml': [entry] });
    await handedOut();
    expect(transfers()).toMatchObject([{ callerId: '+14255550100' }]);
  });

  test('goes on in the flow when nobody takes them', async () => {
    await world.ready('cameron');
    await publish({ 'reception.yaml': handing('100001') });
    await handedOut();
    await report({ kind: 'transferFailed' });
    expect(await world.phase(ref)).toBe('queued');
  });
});
