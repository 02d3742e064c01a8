import { openStage, type Stage } from './support/stage';
import { chatInSupport, complete, interactionsOf } from './support/stories';

jest.setTimeout(120_000);

interface Charges {
  readonly charges: readonly {
    readonly container: string;
    /** Null for what goes across partitions: the polls of the change feed, sweeps. */
    readonly partitionKey: string | null;
    readonly byOperation: Readonly<Record<string, { readonly requests: number; readonly charge: number }>>;
    readonly charge: number;
  }[];
}

describe('what a chat of twenty messages costs', () => {
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

  test('stays within the budgets of the design', async () => {
    const cameron = stage.agent('cameron');
    await cameron.ready();
    await charges('DELETE');
    const ada = await chatInSupport(stage, 'Ada');
    await cameron.press('accept');
    // Nineteen more, eight seconds apart, from both sides.
    for (let turn = 0; turn < 19; turn += 1) {
      await (turn % 2 === 0 ? cameron.write(`Question ${turn}`) : ada.say(`Answer ${turn}`));
      await stage.pass(8000);
    }
    await complete(stage, cameron);
    const byContainer = await charges('GET');

    const [interaction] = await interactionsOf(stage, ada.userId);
    const { storageTransactions, historyEvents } = await metering(interaction?.facts.interactionId ?? '');
    expect(historyEvents).toBeLessThanOrEqual(60);
    expect(storageTransactions).toBeLessThanOrEqual(90);

    // Ticks read the head of the shard whether or not anybody chats: they are the stamp's cost, not a chat's.
    const ofChat = byContainer.filter(({ container }) => ['inbox', 'interactions', 'directory'].includes(container));
    const units = ofChat.reduce((sum, { charge }) => sum + charge, 0);
    const rows = byContainer.map(
      ({ container, partitionKey, byOperation }) => `${container} ${partitionKey} ${JSON.stringify(byOperation)}`,
    );
    process.stdout.write(`${rows.join('\n')}\n${JSON.stringify({ storageTransactions, historyEvents, units })}\n`);
    expect(units).toBeLessThanOrEqual(450);
  });
});
