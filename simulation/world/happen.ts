import { never } from '../../shared/core/lib/never';
import { contactOf, visitIdOf, type Contact } from './contact';
import { foresee, foreseeArrival, type Happening, type SourceState } from './happenings';
import type { Shift } from './model';
import { enqueue, stopWaiting, tell, wake, type World } from './world';

/** What happens outside, told to the shard as the product's flows tell it. */
export function happen(world: World, what: Happening): void {
  switch (what.kind) {
    case 'arrival':
      foreseeArrival(world.agenda, what.source);
      arrive(world, newContact(world, what.source));
      return;
    case 'answer':
      answer(world, what);
      return;
    case 'leaving':
      leave(world, what.contact, what.visitId);
      return;
    case 'conversationEnd':
      endConversation(world, what.contact, what.assignmentId);
      return;
    case 'wrapUpDone':
      tell(world, { name: 'complete', assignmentId: what.assignmentId });
      return;
    case 'agent':
      setAgent(world, what.shift, what.set);
      return;
    case 'tick':
      world.tickAt = Number.POSITIVE_INFINITY;
      tell(world, { name: 'tick' });
      return;
    case 'periodEnd':
      world.witness({ kind: 'periodEnd', at: world.now });
      return;
    default:
      never(what);
  }
}

function newContact({ contacts, now }: World, state: SourceState): Contact {
  state.count += 1;
  const contact = contactOf(state.source, state.runName, state.count, now);
  contacts.set(contact.id, contact);
  return contact;
}

/** Who finds nobody free and every waiting place taken hears the busy tone. */
function arrive(world: World, contact: Contact): void {
  enqueue(world, contact);
  const { waitingPlaces } = world.model;
  if (contact.isWaiting && waitingPlaces !== null && world.waiting > waitingPlaces) giveUp(world, contact, 'blocked');
}

function answer(world: World, { how, offerId, agentId }: Extract<Happening, { kind: 'answer' }>): void {
  if (how === 'accept') tell(world, { name: 'accept', offerId, agentId });
  else tell(world, { name: 'decline', offerId, agentId, cause: 'declined' });
}

function leave(world: World, contact: Contact, visitId: string): void {
  if (contact.isWaiting && visitIdOf(contact) === visitId) giveUp(world, contact, 'left');
}

function giveUp(world: World, contact: Contact, kind: 'left' | 'blocked'): void {
  stopWaiting(world, contact);
  world.contacts.delete(contact.id);
  world.witness({ kind, at: world.now, contact });
  tell(world, { name: 'cancel', visitId: visitIdOf(contact), reason: kind === 'left' ? 'customerLeft' : 'busy' });
}

function endConversation(world: World, contact: Contact, assignmentId: string): void {
  const { wrapUpMs } = contact.source.visit(world.now);
  world.contacts.delete(contact.id);
  tell(world, { name: 'release', assignmentId, wrapUpMs });
  if (wrapUpMs !== null && contact.wrapUpMs < wrapUpMs)
    foresee(world.agenda, world.now + contact.wrapUpMs, { kind: 'wrapUpDone', assignmentId });
}

/** Who goes home finishes what they hold first. */
function setAgent(world: World, shift: Shift, set: Extract<Happening, { kind: 'agent' }>['set']): void {
  if (set.kind === 'ready' && !isAtWork(shift, world.now)) return;
  const { agentId, profile } = shift;
  const isBusy = (world.state.agents.get(agentId)?.assignmentIds.size ?? 0) > 0;
  const stays = set.kind === 'signedOut' && isBusy;
  tell(world, { name: 'agentState', agentId, set: stays ? { kind: 'notReady', reason: 'shiftOver' } : set, profile });
  if (!stays) world.witness({ kind: 'signedIn', at: world.now, agentId, isSignedIn: set.kind !== 'signedOut' });
  wake(world);
}

/** In the shift and not in a break. */
const isAtWork = ({ fromAt, untilAt, breaks }: Shift, now: number): boolean =>
  now >= fromAt && now < untilAt && !breaks.some((pause) => now >= pause.fromAt && now < pause.untilAt);
