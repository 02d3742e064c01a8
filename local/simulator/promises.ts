import type { LocalAzure } from '../azure';
import type { Post } from '../kit/post';
import { get, Refused, type Operation } from './operation';
import { journalPromises } from './promises-of-routing';
import { lifePromises } from './promises-of-life';
import { messagePromises } from './promises-of-messages';
import { ownerPromise } from './promise-of-owner';
import type { Evidence, Promised } from './promised';
import type { Stored } from './stored';

/** What the product promises, checked from outside: in Cosmos, in the management API, in agents' Teams, in ACS chat. */
export function promiseOperations(azure: LocalAzure, stored: Stored, call: Post): readonly Operation[] {
  return [
    get(
      'checkPromises',
      '/_local/promises',
      'Every promise, and what breaks it. What is under way may need a moment.',
      async () => {
        if (!azure.host.isRunning())
          throw new Refused(409, 'The functions host is down: nobody can tell what it owns.');
        const evidence = await gather(azure, stored);
        const promises: Promised[] = [
          await ownerPromise(azure, call, evidence),
          ...journalPromises(evidence),
          ...lifePromises(evidence),
          ...(await messagePromises(azure, evidence)),
        ];
        return { at: azure.clock.now(), isKept: promises.every(({ broken }) => broken.length === 0), promises };
      },
    ),
  ];
}

async function gather({ clock }: LocalAzure, stored: Stored): Promise<Evidence> {
  // The journal first: what it says of an interaction is in the interaction by the time that is read, or soon after.
  const journal = await stored.journal();
  const [events, messages, snapshots] = [await stored.events(), await stored.messages(), await stored.snapshots()];
  return { now: clock.now(), journal, events, messages, snapshots };
}
