import type { AgentPresence } from '../../shared/ports/agent-presence';

export interface PresenceUnderTest {
  readonly presence: AgentPresence;
  /** The person's own Teams client. `ada-oid` is a person. */
  set(teamsUserId: string, availability: string, activity: string): Promise<void>;
  fail(isDown: boolean): void;
  close?(): Promise<void>;
}

/** What every presence promises to flows. */
export function describeAgentPresence(name: string, open: () => Promise<PresenceUnderTest>): void {
  describe(name, () => {
    let given: PresenceUnderTest;
    beforeEach(async () => {
      given = await open();
    });
    afterEach(() => given.close?.());

    const seen = async (id: string) => (await given.presence.read([id])).get(id);
    const inACall = { availability: 'Busy', activity: 'InACall' };

    test('many are read at once, more than Graph answers in one request', async () => {
      await given.set('ada-oid', 'DoNotDisturb', 'Presenting');
      const many = Array.from({ length: 700 }, (_, nth) => `nobody-${nth}`);
      const found = await given.presence.read([...many, 'ada-oid']);
      expect(found.get('ada-oid')).toEqual({ availability: 'DoNotDisturb', activity: 'Presenting' });
    });

    test('who is shown busy is in a call to everybody, until it is taken back', async () => {
      await given.presence.showBusy('ada-oid', 600_000);
      expect(await seen('ada-oid')).toEqual(inACall);
      await given.presence.clear('ada-oid');
      expect(await seen('ada-oid')).toMatchObject({ availability: 'Available' });
    });

    test('what the person does themselves is not taken back, and clearing twice is no failure', async () => {
      await given.set('ada-oid', 'Busy', 'InACall');
      await given.presence.clear('ada-oid');
      await given.presence.clear('ada-oid');
      expect(await seen('ada-oid')).toEqual(inACall);
    });

    test('a failure is told', async () => {
      given.fail(true);
      await expect(given.presence.read(['ada-oid'])).rejects.toThrow();
      await expect(given.presence.showBusy('ada-oid', 600_000)).rejects.toThrow();
      await expect(given.presence.clear('ada-oid')).rejects.toThrow();
    });
  });
}
