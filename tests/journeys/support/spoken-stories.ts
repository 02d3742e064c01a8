import type { PhoneCustomer } from './phone-customer';
import { interactionOf } from './phone-stories';
import type { Stage } from './stage';

const COMFORT = 'To be called back press 1';

/** Of callers who speak, at the reception of Contoso, whoever carries its calls. */
export interface SpokenStories {
  /** Somebody whom nobody understands, at any question. */
  gibberish(number: string): Promise<void>;
  /** Somebody who speaks Japanese, and talks with Cameron. */
  japanese(number: string): Promise<void>;
}

export function spokenStories(stage: () => Stage, reception: string): SpokenStories {
  /** What was read aloud so far, with the language of the voice that read it. */
  async function read(caller: PhoneCustomer): Promise<readonly { text: string; language: string | null }[]> {
    const { heard } = await caller.call();
    return heard.flatMap((one) => (one.kind === 'text' ? [{ text: one.text, language: one.language }] : []));
  }
  const times = async (caller: PhoneCustomer, text: string) =>
    (await caller.heard()).filter((one) => one.includes(text)).length;
  /** They have heard what is said, and say something themselves. */
  async function says(caller: PhoneCustomer, words: string): Promise<void> {
    await stage().pass(2_000);
    await caller.say(words);
  }

  return {
    async gibberish(number) {
      await stage().agent('cameron').ready();
      await stage().agent('cameron').notReady();
      const caller = await stage().caller(number, reception);
      await says(caller, 'mumble the gargle');
      await says(caller, 'gargle');
      // Nobody chose a language: it is the first.
      expect(await read(caller)).toContainEqual({
        text: expect.stringContaining('Welcome to Contoso.'),
        language: 'en-US',
      });
      await says(caller, 'gargle');
      expect(await times(caller, 'Press 1 for your order, 2 to talk to us')).toBe(1);
      await says(caller, 'order status');
      await says(caller, 'mumble');
      await stage().pass(3_000);
      await caller.press('12#');
      await stage().pass(10_000);
      expect(await times(caller, 'Sorry, I need the six digits')).toBeGreaterThanOrEqual(1);
      await says(caller, 'no');
      await stage().pass(15_000);
      expect(await caller.heard()).toContainEqual(expect.stringContaining(COMFORT));
      expect((await interactionOf(stage(), caller)).phase).toMatchObject({ name: 'queued' });
    },

    async japanese(number) {
      const [cameron, teams] = [stage().agent('cameron'), stage().teamsPhone('cameron')];
      await cameron.ready();
      const caller = await stage().caller(number, reception);
      expect(await caller.heard()).toContainEqual(expect.stringContaining('日本語は2を押してください'));
      await says(caller, '日本語');
      /** Said once or more, and by a Japanese voice alone. */
      const languagesOf = async (text: string) => [
        ...new Set((await read(caller)).flatMap((one) => (one.text.includes(text) ? [one.language] : []))),
      ];
      expect(await languagesOf('コントソでございます')).toEqual(['ja-JP']);
      await says(caller, '注文');
      await stage().pass(2_000);
      await caller.press('100001');
      await stage().pass(2_000);
      expect(await languagesOf('ご注文番号は1 0 0 0 0 1ですね')).toEqual(['ja-JP']);
      // "No": another number, which nobody knows, is asked for; then they want a person.
      await caller.press('2');
      await stage().pass(2_000);
      await caller.press('999999');
      await stage().pass(2_000);
      await caller.say('はい');
      await stage().pass(10_000);
      expect(await languagesOf('そのご注文番号は見つかりませんでした')).toEqual(['ja-JP']);
      expect(await languagesOf('ただいま電話が混み合っております')).toEqual(['ja-JP']);
      await cameron.press('accept');
      await teams.answer();
      await cameron.press('connect');
      expect([await caller.hears(), await teams.hears()]).toEqual(['people', 'people']);
      // From the choice of a language on nothing was said in another one.
      const [, ...later] = await read(caller);
      expect(new Set(later.map(({ language }) => language))).toEqual(new Set(['ja-JP']));
    },
  };
}
