import { TENANT, type World } from '../../tests/contracts/fakes/world';
import type { AgentId, InteractionRef } from '../core/lib/ids';
import { handleInteraction } from './agents/handle-interaction';
import { receiveCall } from './inbound/receive-call';
import { handleCallEvent, type CallReport } from './voice/handle-call-event';

export const CALLER = '+14255550199';

/** A caller for the support queue of Contoso, as far as a story needs them. */
export interface GivenCall {
  ringing(callId?: string): ReturnType<typeof receiveCall>;
  arrived(): Promise<InteractionRef>;
  /** The call reports, about what was asked last (of this kind) or about nothing of ours. */
  report(ref: InteractionRef, told: CallReport, about?: string): Promise<void>;
  teamsIdOf(agentId: AgentId): Promise<string>;
  queuedForSupport(): Promise<InteractionRef>;
  connecting(agentId: AgentId): Promise<InteractionRef>;
  talking(agentId: AgentId): Promise<InteractionRef>;
}

export function givenCall(world: World): GivenCall {
  let count = 0;

  const ringing = (callId = 'call-1') =>
    receiveCall(world.deps, {
      from: CALLER,
      callerName: null,
      to: '+14255550100',
      trunk: null,
      headers: [],
      callId,
      incomingCallContext: 'context',
      raisedAt: world.deps.clock.now(),
    });

  async function arrived(): Promise<InteractionRef> {
    const received = await ringing();
    if (received.kind !== 'opened') throw new Error(`The call was ${received.kind}.`);
    return received.ref;
  }

  function report(ref: InteractionRef, told: CallReport, about?: string) {
    count += 1;
    const asked = world.calls.asked
      .filter((one) => 'context' in one && (about === undefined || one.do === about))
      .at(-1);
    const context = asked !== undefined && 'context' in asked ? asked.context : null;
    return handleCallEvent(world.deps, ref, { ...told, eventId: `e${count}`, callRef: 'call-1', context });
  }

  const teamsIdOf = async (agentId: AgentId) => {
    const { config } = await world.deps.configs.live(TENANT);
    return config.agents.get(agentId)?.teamsUserId ?? '';
  };

  async function queuedForSupport(): Promise<InteractionRef> {
    const ref = await arrived();
    await report(ref, { kind: 'connected' });
    expect(world.calls.asked.at(-1)).toMatchObject({ do: 'prompt' });
    for (let heard = 0; heard < 3 && world.calls.asked.at(-1)?.do === 'prompt'; heard += 1) {
      const last = world.calls.asked.at(-1);
      if (last?.do === 'prompt' && last.prompt.gather !== null) break;
      await report(ref, { kind: 'promptDone' });
    }
    await report(ref, { kind: 'gathered', digits: '2', words: null });
    expect(await world.phase(ref)).toBe('queued');
    return ref;
  }

  async function connecting(agentId: AgentId): Promise<InteractionRef> {
    const ref = await queuedForSupport();
    await world.assign();
    await world.accept(agentId);
    expect(await world.phase(ref)).toBe('connecting');
    return ref;
  }

  async function talking(agentId: AgentId): Promise<InteractionRef> {
    const ref = await connecting(agentId);
    const teamsUserId = await teamsIdOf(agentId);
    await report(ref, { kind: 'agentJoined' }, 'ring');
    await report(ref, { kind: 'participants', sequence: 3, teamsUserIds: [teamsUserId], others: [CALLER] });
    await handleInteraction(world.deps, ref, agentId, 'connect');
    expect(await world.phase(ref)).toBe('active');
    return ref;
  }

  return { ringing, arrived, report, teamsIdOf, queuedForSupport, connecting, talking };
}
