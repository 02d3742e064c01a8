import type { Act } from '../../shared/core/routing/acts';
import { answerTo, type Contact } from './contact';
import { foresee } from './happenings';
import { enqueue, shiftAt, stopWaiting, tell, type World } from './world';

/** What people do about an act of the shard. */
export function perform(world: World, act: Act): void {
  switch (act.kind) {
    case 'offer':
      offer(world, act);
      return;
    case 'rescind':
      if (act.reason !== 'agentGone') freeOf(world, act.agentId);
      return;
    case 'requeued':
      notTaken(world, act);
      return;
    case 'assigned':
      assigned(world, act);
      return;
    case 'expired':
      expired(world, act.interactionId);
      return;
    case 'overflowed':
      overflowed(world, act);
      return;
    case 'agentNotResponding':
      comeBack(world, act.agentId);
      return;
    case 'assignmentLost':
      lost(world, act);
      return;
    case 'wrapUpEnded':
      freeOf(world, act.agentId);
      goHome(world, act.agentId);
      return;
    case 'agentSignedOut':
      return;
  }
}

function offer(world: World, act: Extract<Act, { kind: 'offer' }>): void {
  const contact = world.contacts.get(act.interactionId);
  if (contact === undefined) return;
  const { agentId, offerId } = act;
  world.witness({ kind: 'offered', at: world.now, contact, agentId });
  world.witness({ kind: 'holds', at: world.now, agentId, by: 1 });
  const { how, afterMs } = answerTo(contact);
  const at = world.now + afterMs;
  if (how === 'ignore' || at >= act.deadlineAt) tell(world, { name: 'delivered', offerId });
  else foresee(world.agenda, at, { kind: 'answer', how, offerId, agentId });
}

function notTaken(world: World, { interactionId, agentId }: Extract<Act, { kind: 'requeued' }>): void {
  freeOf(world, agentId);
  const contact = world.contacts.get(interactionId);
  if (contact !== undefined) world.witness({ kind: 'notTaken', at: world.now, contact, agentId });
}

function assigned(world: World, { interactionId, assignmentId, agentId }: Extract<Act, { kind: 'assigned' }>): void {
  const contact = world.contacts.get(interactionId);
  if (contact === undefined) return;
  stopWaiting(world, contact);
  world.witness({ kind: 'answered', at: world.now, contact, agentId });
  foresee(world.agenda, world.now + contact.handleMs, { kind: 'conversationEnd', contact, assignmentId });
}

function expired(world: World, interactionId: string): void {
  const contact = world.contacts.get(interactionId);
  if (contact === undefined) return;
  stopWaiting(world, contact);
  world.contacts.delete(interactionId);
  world.witness({ kind: 'expired', at: world.now, contact });
}

/** The customer waits on in the other queue. */
function overflowed(world: World, { interactionId, toQueueId }: Extract<Act, { kind: 'overflowed' }>): void {
  const contact = world.contacts.get(interactionId);
  if (contact === undefined) return;
  stopWaiting(world, contact);
  contact.queueId = toQueueId;
  enqueue(world, contact);
}

function freeOf({ witness, now }: World, agentId: string): void {
  witness({ kind: 'holds', at: now, agentId, by: -1 });
}

function comeBack(world: World, agentId: string): void {
  const shift = shiftAt(world, agentId);
  if (shift === undefined) return;
  foresee(world.agenda, world.now + world.model.backAfterMs, { kind: 'agent', shift, set: { kind: 'ready' } });
}

/** A text whose agent went returns to its queue in its old place (design §5). */
function lost(world: World, { interactionId, agentId }: Extract<Act, { kind: 'assignmentLost' }>): void {
  freeOf(world, agentId);
  const contact: Contact | undefined = world.contacts.get(interactionId);
  if (contact !== undefined) enqueue(world, contact);
}

/** Whose shift ended while they held something signs out once they hold nothing. */
function goHome(world: World, agentId: string): void {
  const shift = shiftAt(world, agentId);
  if (shift === undefined || world.now < shift.untilAt) return;
  foresee(world.agenda, world.now, { kind: 'agent', shift, set: { kind: 'signedOut' } });
}
