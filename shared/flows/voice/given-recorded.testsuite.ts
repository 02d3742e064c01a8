import { contosoFiles, createWorld, TENANT, type World } from '../../../tests/contracts/fakes/world';
import { agentIdOf, type InteractionRef } from '../../core/lib/ids';
import { publishConfig } from '../admin/publish-config';
import { handleInteraction } from '../agents/handle-interaction';
import { receiveCall } from '../inbound/receive-call';
import { storeRecording } from '../inbound/store-recording';
import { handleCallEvent, type CallReport } from './handle-call-event';

export const cameron = agentIdOf('cameron');
export const DAY_MS = 86_400_000;

export const QUEUE = '    kind: queue\n    queue: support\n    treatment: *treatment\n';

/** Of the story that is told. */
export let world: World;
export let ref: InteractionRef;
let count = 0;

export const asked = (what: string) => world.calls.asked.filter(({ do: done }) => done === what);
const lastContext = () => {
  const last = world.calls.asked.at(-1);
  return last !== undefined && 'context' in last ? last.context : null;
};
export const report = (told: CallReport, context = lastContext()) =>
  handleCallEvent(world.deps, ref, { ...told, eventId: `e${++count}`, callRef: 'call-1', context });

/** Contoso's support, which records as said; `changes` are edits of the flow of its reception. */
export async function recording(when: string, changes: readonly (readonly [string, string])[] = []): Promise<void> {
  world = await createWorld();
  const records = [
    '    name: Support\n',
    `    name: Support\n    recording: { when: ${when}, keepFor: 30 d }\n`,
  ] as const;
  const files = contosoFiles().map(({ name, content }) => ({
    name,
    content: (name.endsWith('reception.yaml') ? changes : [records]).reduce(
      (text, [from, to]) => text.replace(from, to),
      content,
    ),
  }));
  await publishConfig(world.deps, {
    tenantId: TENANT,
    files,
    ofDirectory: null,
    author: { id: 'tests', name: null },
    reason: 'Calls are recorded.',
    expectedVersion: null,
  });
  await world.pass(2_000);
  await world.ready('cameron');
}

/** Nobody's calls are recorded. */
export async function unrecorded(): Promise<void> {
  world = await createWorld();
  await world.ready('cameron');
}

/** A caller of Contoso's reception who wants to talk, and talks with Cameron. */
export async function talking(): Promise<void> {
  const received = await receiveCall(world.deps, {
    from: '+14255550199',
    callerName: null,
    to: '+14255550102',
    trunk: null,
    headers: [],
    callId: 'carrier-1',
    incomingCallContext: 'context',
    raisedAt: world.deps.clock.now(),
  });
  if (received.kind !== 'opened') throw new Error(`The call was ${received.kind}.`);
  ref = received.ref;
  await report({ kind: 'connected' });
  await report({ kind: 'gathered', digits: '1', words: null });
  await report({ kind: 'gathered', digits: '2', words: null });
  await world.assign();
  await world.accept(cameron);
  await handleInteraction(world.deps, ref, cameron, 'connect');
  expect(await world.phase(ref)).toBe('active');
}

export const only = async () => {
  const [found, ...others] = await world.deps.recordings.of(ref);
  if (found === undefined || others.length > 0) throw new Error('Not one recording.');
  return found;
};
export const file = async () =>
  storeRecording(world.deps, {
    recordingRef: (await only()).recordingRef,
    location: 'https://acs.test/file',
    lengthMs: 12_000,
    endedAt: world.deps.clock.now(),
  });
