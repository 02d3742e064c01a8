import { openStage, type Stage } from './support/stage';
import { interactionOf, toSupport } from './support/phone-stories';

jest.setTimeout(240_000);

interface Charges {
  readonly charges: readonly {
    readonly container: string;
    readonly partitionKey: string | null;
    readonly charge: number;
    readonly byOperation: object;
  }[];
}

describe('what a call costs', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.stop());

  const charges = async (method: 'GET' | 'DELETE') => {
    const { endpoint, database } = stage.running.endpoints.cosmos;
    const answer = await fetch(`${endpoint}/_local/charges?database=${database}`, { method });
    return method === 'GET' ? ((await answer.json()) as Charges).charges : [];
  };
  const metering = async (interactionId: string) => {
    const { control } = stage.running.endpoints.functions;
    const answer = await fetch(`${control}/_local/metering/contoso.${interactionId}`);
    return (await answer.json()) as { storageTransactions: number; historyEvents: number };
  };

  test('stays within the budgets of the design: a menu, a wait, a talk, a code', async () => {
    const cameron = stage.agent('cameron');
    const teams = stage.teamsPhone('cameron');
    await cameron.ready();
    await charges('DELETE');
    const caller = await toSupport(stage, '+14255550151');
    await stage.pass(10_000);
    await cameron.press('accept');
    await stage.pass(3_000);
    await teams.answer();
    await cameron.press('connect');
    await stage.pass(10_000);
    const { interactionId } = await interactionOf(stage, caller);
    await cameron.ask('POST', `agent/interactions/${interactionId}/complete`, { wrapUpCode: 'solved' });
    await stage.settle();
    const all = await charges('GET');

    expect((await interactionOf(stage, caller)).phase).toMatchObject({ name: 'closed' });
    const { storageTransactions, historyEvents } = await metering(interactionId);
    expect(historyEvents).toBeLessThanOrEqual(60);
    expect(storageTransactions).toBeLessThanOrEqual(90);
    // Ticks read the head of the shard, and analytics the change feed, whether or not anybody calls: they are the stamp's
    // cost, not a call's.
    const ofCall = all.filter(
      ({ container, partitionKey }) =>
        partitionKey !== null && ['addresses', 'inbox', 'interactions', 'directory'].includes(container),
    );
    const units = ofCall.reduce((sum, { charge }) => sum + charge, 0);
    expect(units).toBeLessThanOrEqual(250);
  });
});
