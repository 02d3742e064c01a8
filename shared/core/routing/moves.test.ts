import { config, enqueue, notReady, ready, set, shard } from './given-shard.testsuite';
import { restore, snapshot } from './shard';

const into = (agentId: string, joins: readonly string[], leaves: readonly string[]) =>
  ({ name: 'moveAgent', agentId, joins, leaves, by: 'sue' }) as const;

test('given an agent whom a supervisor takes into a queue, when somebody waits there, then they are asked', () => {
  const given = shard();
  given.tell(0, ready('ada'));
  given.tell(1, enqueue('v1', { queueId: 'care' }));
  expect(given.match(2)).toEqual([]);
  expect(given.tell(3, into('ada', ['care'], ['sales']))).toMatchObject({ kind: 'agentMoved' });
  expect(given.match(4)).toEqual(['ada < v1']);
  given.tell(5, enqueue('v2'));
  expect(given.match(6)).toEqual([]);
});

test('given moves, when the agent changes state, then they hold; when they sign out and in, they are over', () => {
  const given = shard();
  given.tell(0, ready('ada'));
  given.tell(1, into('ada', ['care'], ['sales']));
  given.tell(2, notReady('ada'));
  given.tell(3, ready('ada'));
  expect(given.state.agents.get('ada')?.profile.queueIds).toEqual(['care']);
  expect(restore(snapshot(given.state)).agents.get('ada')?.moves).toEqual({ joined: ['care'], left: ['sales'] });
  given.tell(4, set('ada', 'signedOut'));
  given.tell(5, ready('ada'));
  expect(given.state.agents.get('ada')?.profile.queueIds).toEqual(['sales']);
});

test('the last word about a queue holds, and saying it twice changes nothing', () => {
  const given = shard();
  given.tell(0, ready('ada'));
  given.tell(1, into('ada', [], ['sales']));
  expect(given.tell(2, into('ada', [], ['sales']))).toEqual({ kind: 'unchanged' });
  given.tell(3, into('ada', ['sales'], []));
  expect(given.state.agents.get('ada')?.profile.queueIds).toEqual(['sales']);
});

test('a queue of another shard, and an agent who is not there, are refused', () => {
  const given = shard();
  expect(given.tell(0, into('ada', ['care'], []))).toEqual({ kind: 'unknownAgent' });
  given.tell(1, ready('ada'));
  expect(given.tell(2, into('ada', ['elsewhere'], []))).toEqual({ kind: 'unknownQueue', queueId: 'elsewhere' });
});

test.each([
  ['signs out', 'signedOut'],
  ['falls silent', 'silent'],
] as const)('an agent who %s loses what they hold, and the act says so', (how, cause) => {
  const given = shard();
  given.tell(0, ready('ada'));
  given.tell(1, enqueue('v1'));
  given.match(2);
  given.tell(3, { name: 'accept', agentId: 'ada', offerId: given.offerOf('ada') });
  if (how === 'signs out') given.tell(4, set('ada', 'signedOut'));
  else given.tell(config().leaseMs + 1, { name: 'tick' });
  expect(given.acts()).toContainEqual(expect.objectContaining({ kind: 'assignmentLost', cause }));
});
