import { lookAgainAt } from '../lib/look-again';
import type { ActOutcome } from './act-outcome';
import type { Doing } from './doing';

/** What could not be sent for too much was sent of late. */
export async function onceThereIsRoom({ deps, stored }: Doing, at: number): Promise<ActOutcome> {
  await lookAgainAt(deps, stored.interaction, at);
  return { kind: 'later', why: 'too much was sent of late', notBefore: at };
}
