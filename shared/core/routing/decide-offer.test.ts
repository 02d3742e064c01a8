import { decideAccept } from './decide-offer';
import { config, enqueue, ready, shard } from './given-shard.testsuite';

/** Of very many things that are due at once, one submission ends only some: an offer past its deadline may still be there. */
test('an offer is accepted before its deadline only', () => {
  const given = shard();
  given.tell(0, ready('ada'));
  given.tell(10, enqueue('v1'));
  given.match(10);
  const offerId = given.offerOf('ada');
  const acceptAt = (now: number) =>
    decideAccept(given.state, { name: 'accept', commandId: 'c', offerId, agentId: 'ada' }, { now, config: config() });
  expect(acceptAt(60_009)).toMatchObject({ kind: 'step', outcome: { kind: 'accepted' } });
  expect(acceptAt(60_010)).toMatchObject({ kind: 'answer', outcome: { kind: 'offerExpired' } });
});
