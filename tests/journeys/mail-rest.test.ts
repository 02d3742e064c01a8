import { createMailCustomer, interactionsWith, ownMailbox } from './support/mail-customer';
import { openStage, type Stage } from './support/stage';

jest.setTimeout(1_200_000);

const DAY = 24 * 60 * 60_000;

describe('e-mail at rest', () => {
  let stage: Stage;
  beforeAll(async () => {
    // The first sweep is a second away.
    stage = await openStage('2026-10-05T13:59:59.000Z');
    await stage.pass(1_000);
  });
  afterAll(() => stage.stop());

  test('is closed five business days after its answer; a later reply opens a linked one for the last agent', async () => {
    const cameron = stage.agent('cameron');
    await cameron.ready();
    const ada = createMailCustomer(stage, 'ada@customer.example', 'Ada');
    await ada.write({ subject: 'Printer', text: 'It does not print.' });
    await cameron.press('accept');
    await cameron.write('Please send it in.');
    expect((await interactionsWith(stage, ada))[0]?.phase.name).toBe('parked');
    const [subscription] = await ownMailbox(stage).subscriptions();

    // Answered on a Monday; Saturday is one of Contoso's business days.
    await stage.pass(5 * DAY - 10_000);
    expect((await interactionsWith(stage, ada))[0]?.phase.name).toBe('parked');
    await stage.pass(12_000);
    const [closed] = await interactionsWith(stage, ada);
    expect(closed?.phase).toMatchObject({ name: 'closed', reason: 'idle' });
    const [renewed, ...others] = await ownMailbox(stage).subscriptions();
    expect(others).toEqual([]);
    expect(renewed?.expiresAt).toBeGreaterThan(subscription!.expiresAt);

    // Diego knows more of printers, but Cameron knows Ada.
    const diego = stage.agent('diego');
    await diego.ready();
    await cameron.ready();
    await ada.answer((await ada.got()).at(-1)!, 'It is on its way.');
    const [, linked, ...more] = await interactionsWith(stage, ada);
    expect(more).toEqual([]);
    expect(linked).toMatchObject({
      externalRef: closed!.externalRef,
      continues: { interactionId: closed!.interactionId, agentId: 'cameron' },
    });
    expect((await cameron.offers()).map(({ interactionId }) => interactionId)).toEqual([linked!.interactionId]);
    expect(await diego.offers()).toEqual([]);
    // Another day, another acknowledgement.
    expect(await ada.got()).toHaveLength(3);
  });
});
