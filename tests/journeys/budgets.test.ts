import { messagesOf } from '../../web/live/picture';
import { openDesk, type OpenDesk } from './support/desk';
import { isRough } from './support/rough';
import { openStage, type Stage } from './support/stage';
import { chatInSupport, complete, interactionsOf } from './support/stories';

jest.setTimeout(240_000);

interface Charges {
  readonly charges: readonly {
    readonly container: string;
    /** Null for what goes across partitions: polls of the change feed, sweeps. They are a stamp's cost, not a chat's. */
    readonly partitionKey: string | null;
    readonly charge: number;
  }[];
}

/** In rough mode a fifth of all comes twice, and is paid for twice. */
const REPEATS = isRough ? 1.2 : 1;
/** Design §10. */
const MOST_HISTORY_EVENTS = 60 * REPEATS;
const MOST_STORAGE_TRANSACTIONS = 90 * REPEATS;
const MOST_UNITS_A_MESSAGE = 20 * REPEATS;
/** Of twenty messages 450; two texts of ours come on top of them here, and a desk that listens: two reads a message. */
const MOST_UNITS_A_CHAT = 480 * REPEATS;

describe('what a chat of twenty messages costs', () => {
  let stage: Stage;
  let desk: OpenDesk;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(async () => {
    desk.close();
    await stage.stop();
  });

  const chargesAt = () => {
    const { endpoint, database } = stage.running.endpoints.cosmos;
    return `${endpoint}/_local/charges?database=${database}`;
  };
  /** Request units for the state of this conversation so far: its line and its own partition. */
  const unitsOf = async (interactionId: string, threadId: string) => {
    const { charges } = (await (await fetch(chargesAt())).json()) as Charges;
    const own = charges.filter(({ partitionKey }) =>
      [interactionId, encodeURIComponent(threadId)].some((id) => partitionKey?.includes(id)),
    );
    return own.reduce((sum, { charge }) => sum + charge, 0);
  };
  const metering = async (interactionId: string) => {
    const { control } = stage.running.endpoints.functions;
    const answer = await fetch(`${control}/_local/metering/contoso.${interactionId}`);
    return (await answer.json()) as { storageTransactions: number; historyEvents: number };
  };

  test('stays within the budgets, with the desk open that is told all of it', async () => {
    const cameron = stage.agent('cameron');
    desk = await openDesk(stage, 'cameron');
    await cameron.ready();
    await desk.shows(({ state }) => (state?.availability.kind === 'ready' ? true : undefined));
    const ada = await chatInSupport(stage, 'Ada');
    await cameron.press('accept');
    const [interaction] = await interactionsOf(stage, ada.userId);
    const { interactionId } = interaction?.facts ?? { interactionId: '' };
    await stage.passQuietly(1000);

    const before = await unitsOf(interactionId, ada.threadId);
    // Nineteen more, eight seconds apart, from both sides.
    for (let turn = 0; turn < 19; turn += 1) {
      await (turn % 2 === 0 ? cameron.write(`Question ${turn}`) : ada.say(`Answer ${turn}`));
      await stage.passQuietly(8000);
    }
    const after = await unitsOf(interactionId, ada.threadId);
    await desk.shows((picture) => (messagesOf(picture, interactionId).length >= 20 ? true : undefined));
    expect((after - before) / 19).toBeLessThanOrEqual(MOST_UNITS_A_MESSAGE);

    await complete(stage, cameron);
    expect(await unitsOf(interactionId, ada.threadId)).toBeLessThanOrEqual(MOST_UNITS_A_CHAT);
    const { storageTransactions, historyEvents } = await metering(interactionId);
    expect(historyEvents).toBeGreaterThan(0);
    expect(historyEvents).toBeLessThanOrEqual(MOST_HISTORY_EVENTS);
    expect(storageTransactions).toBeLessThanOrEqual(MOST_STORAGE_TRANSACTIONS);
  });
});
