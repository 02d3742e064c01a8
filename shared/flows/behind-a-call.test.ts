import { createWorld, type World } from '../../tests/contracts/fakes/world';
import { agentIdOf } from '../core/lib/ids';
import { consult } from './agents/consult';
import { behind } from './given-behind.testsuite';
import { givenCall } from './given-call.testsuite';
import { storeRecording } from './inbound/store-recording';
import { changeRefs } from './lib/change-refs';

let world: World;

beforeEach(async () => {
  world = await createWorld();
  await world.ready('cameron');
});

describe('given a process that has not read of a call yet', () => {
  const expert = { kind: 'expert', userId: 'expert', name: 'Eve' } as const;

  test('when the agent would be heard, then they cannot ask an expert', async () => {
    const ref = await givenCall(world).talking(agentIdOf('cameron'));
    const deps = { ...behind(world, undefined), voice: { ...world.deps.voice, holdsApart: () => false } };
    const asking = consult(deps, { ref, agentId: agentIdOf('cameron'), with: expert, isBlind: false });
    await expect(asking).rejects.toThrow('The customer would hear you');
  });

  test('when the agent hands the caller to a voice app, then it rings', async () => {
    const ref = await givenCall(world).talking(agentIdOf('cameron'));
    const to = { kind: 'voiceApp', voiceAppId: 'head-office' } as const;
    const deps = behind(world, undefined);
    await consult(deps, { ref, agentId: agentIdOf('cameron'), with: to, isBlind: true });
    expect(world.calls.asked.at(-1)).toMatchObject({ do: 'ring' });
  });

  test('when its file is there, then a voicemail is a message of it', async () => {
    const ref = await givenCall(world).arrived();
    const recording = { recordingRef: 'r', interaction: ref, of: 'voicemail' } as const;
    const beganAt = world.deps.clock.now();
    await world.deps.recordings.put({
      ...recording,
      beganAt,
      keepForMs: null,
      gaps: [],
      copy: null,
      isOnHold: false,
    });
    const content = new Uint8Array(48);
    content.set(new TextEncoder().encode('RIFF'));
    content.set(new TextEncoder().encode('WAVE'), 8);
    const voice = {
      ...world.deps.voice,
      recordingFile: async () => ({ kind: 'file', content, contentType: 'audio/wav' }) as const,
    };
    const file = { recordingRef: 'r', location: 'there', lengthMs: 5_000, endedAt: beganAt };
    expect(await storeRecording({ ...behind(world, undefined), voice }, file)).toBe('stored');
    expect(await world.deps.messages.list(ref)).toHaveLength(1);
  });

  test('when something is learnt beside it, then it is kept', async () => {
    const ref = await givenCall(world).arrived();
    const learnt = () => ({ refs: { learnt: 'it' }, answer: 'kept' });
    expect(await changeRefs(behind(world, undefined), ref, learnt)).toBe('kept');
    expect((await world.deps.interactions.load(ref))?.refs).toMatchObject({ learnt: 'it' });
  });
});
