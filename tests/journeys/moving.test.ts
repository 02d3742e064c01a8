import { randomUUID } from 'node:crypto';
import { EXIT } from '../../cli/exit-codes';
import { openConfigFolder, type ConfigFolder } from './support/config-folder';
import type { AgentActor } from './support/agent';
import type { ChatCustomer } from './support/chat-customer';
import { createMailCustomer, ownMailbox, type MailCustomer } from './support/mail-customer';
import type { PhoneCustomer } from './support/phone-customer';
import { interactionOf, MENU, withSupport } from './support/phone-stories';
import { openStage, type Stage } from './support/stage';
import { chatInSupport, interactionsOf } from './support/stories';
import { textCustomer, type TextCustomer } from './support/text-customer';

jest.setTimeout(240_000);

const NUMBER = '+14255550101';
/** The Teams resource account that takes the main number's calls. */
const ACCOUNT = '28:orgid:0c0a5050-0000-4000-8000-0000000000d1';
const WEB_CHAT = 'address: contoso-web, flow: chat, queue: support';

interface Finding {
  readonly what: string;
  readonly state: string;
}

/** A tenant that is Azure Communication Services' customer in everything, with a customer of each channel talking, moves all of it at once. */
describe('a tenant that leaves Azure Communication Services while customers talk', () => {
  let stage: Stage;
  let config: ConfigFolder;
  let diego: AgentActor;
  let caller: PhoneCustomer;
  let [chat, text, mail]: [ChatCustomer?, TextCustomer?, MailCustomer?] = [];
  beforeAll(async () => {
    stage = await openStage();
    config = await openConfigFolder(stage);
    config.edit('tenant.yaml', 'emailSender: graph', 'emailSender: acs');
    await apply('All by ACS');
    await ownMailbox(stage).sweep();
    diego = stage.agent('diego');
    caller = (await withSupport(stage, '+14255550141')).caller;
    await diego.ready();
    chat = await chatInSupport(stage, 'Kim');
    await diego.press('accept');
    text = textCustomer(stage, '+14255550142');
    await text.text('repair please');
    await diego.press('accept');
    mail = createMailCustomer(stage, 'ada@customer.example', 'Ada');
    await mail.write({ subject: 'Printer', text: 'It does not print.' });
    // ACS takes a moment to send what is answered at once.
    await stage.pass(10_000);
    await diego.press('accept');
  });
  afterAll(async () => {
    await stage.stop();
    config.remove();
  });

  async function apply(reason: string): Promise<void> {
    expect((await config.switchboard('apply', 'contoso', '--reason', reason)).code).toBe(EXIT.done);
    await stage.pass(2_000);
  }
  /** What doctor says of the tenant that still ends with ACS. */
  async function ending(): Promise<readonly string[]> {
    const { json } = await config.switchboard('doctor', '--config', 'contoso');
    return (json as readonly Finding[]).flatMap(({ what, state }) => (state === 'ends' ? [what] : []));
  }
  const interactionWith = async (address: string) =>
    (await interactionsOf(stage, address))[0]?.facts.interactionId ?? '';
  async function reply(interactionId: string, words: string): Promise<void> {
    const path = `agent/interactions/${interactionId}/reply`;
    const { now: writtenAt } = await stage.simulator.get<{ now: number }>('/_local/clock');
    expect((await diego.ask('POST', path, { key: randomUUID(), text: words, writtenAt })).status).toBeLessThan(300);
    await stage.settle();
  }

  test('doctor says on what it depends, and after the move only on what was left', async () => {
    expect(await ending()).toEqual([
      'contoso: mail leaves by ACS Email',
      'contoso: texts go by ACS SMS',
      "contoso: the chat 'web-chat' is an ACS chat",
      expect.stringContaining("calls to 'main-number'"),
      expect.stringContaining("calls to 'reception-number'"),
    ]);
    await stage.simulator.post(`/_local/numbers/${encodeURIComponent(NUMBER)}/carrier`, { carrier: 'telesign' });
    config.edit('tenant.yaml', 'emailSender: acs', 'emailSender: graph\n  smsSender: telesign');
    config.edit('entry-points.yaml', WEB_CHAT, `${WEB_CHAT}, provider: switchboard`);
    config.edit('entry-points.yaml', "'+14255550100'", `'${ACCOUNT}'`);
    await apply('Away from ACS');
    // The other number stays, for now.
    expect(await ending()).toEqual([expect.stringContaining("calls to 'reception-number'")]);
  });

  test('a chat that ACS carries goes on in its thread, and the next one is Switchboard’s own', async () => {
    const interactionId = await interactionWith(chat!.userId);
    await reply(interactionId, 'Which printer is it?');
    expect((await chat!.heard()).at(-1)).toBe('Which printer is it?');
    await chat!.say('The red one');
    expect(await diego.heard()).toContain('Kim: The red one');
    const begun = await fetch(`${stage.running.endpoints.functions.endpoint}/api/chats`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ tenantId: 'contoso', entryPoint: 'contoso-web', customerName: 'Lee', key: randomUUID() }),
    });
    expect(await begun.json()).toMatchObject({ provider: 'switchboard' });
  });

  test('a text conversation goes on by the carrier that has the number now', async () => {
    const interactionId = await interactionWith(text!.number);
    await reply(interactionId, 'We come tomorrow.');
    expect((await text!.received()).at(-1)).toBe('We come tomorrow.');
    await text!.text('Thank you so much');
    expect(await diego.heard()).toContain(`${text!.number}: Thank you so much`);
    expect(await interactionsOf(stage, text!.number)).toHaveLength(1);
  });

  test('a mail is answered in its thread from the mailbox itself', async () => {
    const interactionId = await interactionWith(mail!.address);
    await reply(interactionId, 'Which light blinks?');
    await stage.pass(10_000);
    const got = (await mail!.got()).at(-1)!;
    expect(got).toMatchObject({ via: 'graph', text: expect.stringContaining('Which light blinks?') });
    await mail!.answer(got, 'The red one.');
    expect(await interactionsOf(stage, mail!.address)).toHaveLength(1);
  });

  test('a call goes on: it is held and taken back, ends as it would have, and the next one comes by the account', async () => {
    const cameron = stage.agent('cameron');
    expect([await caller.hears(), await stage.teamsPhone('cameron').hears()]).toEqual(['people', 'people']);
    await cameron.press('hold');
    expect(await caller.hears()).toBe('music');
    await cameron.press('unhold');
    expect(await caller.hears()).toBe('people');
    await cameron.press('complete', { code: 'solved' });
    expect((await interactionOf(stage, caller)).phase).toMatchObject({ name: 'closed', reason: 'completed' });
    // The next caller comes by the account.
    const next = await stage.caller('+14255550143', ACCOUNT);
    expect(await next.hears()).toContain(MENU);
    await next.hangUp();
  });

  test('nobody came twice, and nobody was lost', async () => {
    const phases = await stage.query<{ channel: string; phase: string }>(
      'interactions',
      "SELECT c.interaction.facts.channel AS channel, c.interaction.phase.name AS phase FROM c WHERE c.kind = 'snapshot'",
    );
    const sorted = phases.map(({ channel, phase }) => `${channel} ${phase}`).sort();
    expect(sorted).toEqual([
      'chat active',
      expect.stringMatching(/^email /),
      'sms active',
      'voice closed',
      'voice closed',
    ]);
  });
});
