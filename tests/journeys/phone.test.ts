import containers from '../../infra/containers.json';
import { openStage, type Stage } from './support/stage';
import {
  CARRIER,
  COMFORT,
  everybodyLeaves,
  interactionOf,
  MENU,
  toSupport,
  withSupport,
} from './support/phone-stories';
import { editConfig } from './support/stories';
import { tokenOf } from './support/tokens';

jest.setTimeout(180_000);

describe('a call', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterEach(() => everybodyLeaves(stage));
  afterAll(() => stage.stop());

  test('goes from the greeting by a key to an agent in Teams, who presses Connect, holds, and ends it with a code', async () => {
    const cameron = stage.agent('cameron');
    const teams = stage.teamsPhone('cameron');
    await cameron.ready();

    const ada = await stage.caller('+14255550111');
    expect(await ada.hears()).toBe(`Welcome to Contoso. ${MENU}`);
    await stage.pass(2_000);
    await ada.press('2');
    expect(await ada.hears()).toBe(`${COMFORT} You are number 1 in the queue.`);
    expect(await cameron.offers()).toHaveLength(1);

    await cameron.press('accept');
    expect(await ada.hears()).toBe('music');
    expect(await teams.state()).toBe('ringing');
    expect(await teams.topic()).toBe('+14255550111');
    await stage.pass(5_000);
    await teams.answer();
    // A human may have answered, or a voicemail: until Connect the customer keeps the music.
    expect(await ada.hears()).toBe('music');
    expect(await teams.hears()).toBe('silence');

    await cameron.press('connect');
    expect([await ada.hears(), await teams.hears()]).toEqual(['people', 'people']);
    expect(await cameron.sees('connect')).toBe(false);
    await cameron.press('hold');
    expect([await ada.hears(), await teams.hears()]).toEqual(['music', 'silence']);
    await stage.pass(60_000);
    await cameron.press('unhold');
    expect([await ada.hears(), await teams.hears()]).toEqual(['people', 'people']);

    const { interactionId } = await interactionOf(stage, ada);
    const done = await cameron.ask('POST', `agent/interactions/${interactionId}/complete`, { wrapUpCode: 'solved' });
    expect(done.status).toBe(200);
    await stage.settle();
    expect((await ada.call()).state).toBe('ended');
    expect(await teams.state()).toBe('ended');
    expect((await interactionOf(stage, ada)).phase).toMatchObject({ name: 'closed', reason: 'completed' });
    expect(await cameron.state()).toBe('ready');
  });

  test('hung up by the agent ends, and leaves time for a code', async () => {
    const { cameron, caller, interactionId } = await withSupport(stage, '+14255550112');
    const hungUp = await cameron.ask('POST', `agent/interactions/${interactionId}/hangUp`, {});
    expect(hungUp.status).toBe(200);
    await stage.settle();
    expect((await caller.call()).state).toBe('ended');
    expect((await interactionOf(stage, caller)).phase).toMatchObject({ name: 'ended', reason: 'agentEnded' });
    await cameron.ask('POST', `agent/interactions/${interactionId}/complete`, { wrapUpCode: 'solved' });
    await stage.settle();
    expect((await interactionOf(stage, caller)).phase).toMatchObject({ name: 'closed' });
  });

  test('hung up by the customer ends for the agent too; wrap-up closes by itself when it is not used', async () => {
    const { cameron, caller, teams } = await withSupport(stage, '+14255550113');
    await caller.hangUp();
    expect(await teams.state()).toBe('ended');
    expect((await interactionOf(stage, caller)).phase).toMatchObject({ name: 'ended', reason: 'customerLeft' });
    expect(await cameron.sees('complete')).toBe(true);
    await stage.pass(61_000);
    expect((await interactionOf(stage, caller)).phase).toMatchObject({ name: 'closed' });
    expect(await cameron.interactions()).toEqual([]);
  });

  test('finds its way by words', async () => {
    const caller = await stage.caller('+14255550114');
    await stage.pass(2_000);
    await caller.say('I would like to order something');
    expect((await interactionOf(stage, caller)).phase).toMatchObject({ name: 'closed', reason: 'noAgent' });
    expect(await caller.hears()).toContain('Nobody can take your call at the moment.');
  });

  test('in German is German to the end, and waits for who speaks it', async () => {
    const diego = stage.agent('diego');
    await diego.ready();
    const caller = await stage.caller('+14255550115');
    await stage.pass(2_000);
    await caller.press('9');
    const german = 'Für den Verkauf drücken Sie die 1, für den Kundendienst die 2.';
    expect((await caller.call()).hearing).toMatchObject({ kind: 'text', text: german, language: 'de-DE' });
    await caller.press('2');
    expect((await caller.call()).hearing).toMatchObject({
      kind: 'text',
      text: 'Danke, dass Sie warten. Die nächste freie Kollegin oder der nächste freie Kollege meldet sich. Sie sind an Stelle 1.',
      language: 'de-DE',
    });
    expect(await diego.offers()).toHaveLength(1);
  });

  test('that chooses nothing gets a person all the same', async () => {
    await stage.agent('cameron').ready();
    const caller = await stage.caller('+14255550116');
    await stage.pass(30_000);
    expect((await interactionOf(stage, caller)).phase).toMatchObject({ name: 'alerting' });
  });

  test('in the queue hears music, and every 30 seconds that it is not forgotten', async () => {
    const cameron = stage.agent('cameron');
    await cameron.ready();
    await cameron.notReady();
    const first = await toSupport(stage, '+14255550117');
    const second = await toSupport(stage, '+14255550118');
    expect(await second.hears()).toBe(`${COMFORT} You are number 2 in the queue.`);
    const [began = 0] = await second.heardAt(COMFORT);
    await stage.pass(10_000);
    expect(await second.hears()).toBe('music');
    await first.hangUp();
    await stage.pass(85_000);
    const beats = (await second.heardAt(COMFORT)).map((at) => Math.floor((at - began) / 1000));
    expect(beats).toEqual([0, 30, 60, 90]);
    expect(await second.heardAt('You are number 1 in the queue.')).toHaveLength(1);
  });

  test('announced twice by Event Grid is answered once, and late when it is over it is not begun again', async () => {
    const cameron = stage.agent('cameron');
    await cameron.ready();
    const caller = await toSupport(stage, '+14255550119');
    const { correlationId } = await caller.call();
    const { events } = await stage.simulator.get<{
      events: { event: { id: string; data: { correlationId?: string } } }[];
    }>('/_local/events?limit=500');
    const announced = events.filter(({ event }) => event.data.correlationId === correlationId);
    expect(announced).toHaveLength(1);
    const repeat = async () => {
      await stage.simulator.post(`/_local/events/${announced[0]!.event.id}/repeat`);
      await stage.settle();
    };
    await repeat();
    expect(await caller.hears()).toContain(COMFORT);
    await caller.hangUp();
    await repeat();
    const ours = await stage.query(
      'interactions',
      `SELECT c.id FROM c WHERE c.kind = 'snapshot' AND ${CARRIER(correlationId)}`,
    );
    expect(ours).toHaveLength(1);
    expect((await interactionOf(stage, caller)).phase).toMatchObject({ name: 'closed' });
  });

  test('of a queue that records is announced, paused by its agent, copied, and heard by whoever may', async () => {
    await editConfig(
      stage,
      '    name: Support\n',
      '    name: Support\n    recording: { when: announced, sides: apart, keepFor: 30 d }\n',
    );
    const { cameron, caller, interactionId } = await withSupport(stage, '+14255550119');
    expect(await caller.heard()).toContainEqual(expect.stringContaining('This call is recorded.'));
    const recording = (verb: string) => cameron.ask('POST', `agent/interactions/${interactionId}/recording/${verb}`);
    await stage.pass(10_000);
    // Which of both it is by now, the platform says.
    const paused = { recording: expect.stringMatching(/^(pausing|paused)$/) as unknown };
    expect(await recording('pause')).toMatchObject({ status: 200, body: paused });
    await stage.settle();
    // The platform has said that it stopped: now the agent may ask, and the caller keys the number of their card.
    expect((await cameron.heard()).at(-1)).toContain('you may ask');
    expect(await recording('pause')).toMatchObject({ status: 200, body: { recording: 'paused' } });
    await caller.press(CARD);
    await stage.pass(5_000);
    expect(await recording('resume')).toMatchObject({ status: 200, body: { recording: 'on' } });
    await stage.pass(10_000);
    await cameron.ask('POST', `agent/interactions/${interactionId}/complete`, { wrapUpCode: 'solved' });
    await stage.pass(30_000);

    const path = `interactions/${interactionId}/recordings`;
    const query = '?tenantId=contoso';
    const list = (person: string) =>
      stage.simulator.ask<{ recordings: readonly Listed[] }>(person, 'GET', `${path}${query}`);
    const listed = await list('supervisor');
    expect(listed.status).toBe(200);
    const [{ recordingId, gaps, file }] = listed.body.recordings as [Listed];
    expect(gaps.map(({ from, to, by }) => [(to ?? 0) - from, by])).toEqual([[5_000, 'cameron']]);
    const audio = await hear(stage, 'supervisor', `${path}/${recordingId}/audio${query}`);
    expect([audio.status, audio.headers.get('content-type')]).toEqual([200, 'audio/wav']);
    const content = Buffer.from(await audio.arrayBuffer());
    expect([content.toString('latin1', 0, 4), content.byteLength]).toEqual(['RIFF', file?.sizeBytes]);
    // Customer and agent have a channel each.
    expect(content.readUInt16LE(22)).toBe(2);
    expect(stage.running.output()).toContain('recording played');
    expect(await placesOf(stage, CARD)).toEqual([]);
    expect(await placesOf(stage, caller.number)).toEqual(['interactions']);

    // Whoever talked with the customer, and whoever keeps the configuration, has no right to hear it.
    expect((await list('cameron')).body.recordings).toEqual([]);
    expect((await list('admin')).status).toBe(404);
    for (const person of ['cameron', 'admin'])
      expect((await hear(stage, person, `${path}/${recordingId}/audio${query}`)).status).toBe(404);
    await editConfig(stage, '    recording: { when: announced, sides: apart, keepFor: 30 d }\n', '');
  });
});

/** Stands nowhere else: a caller keys it to their agent. */
const CARD = '4929463810275546';

/** Where words stand: containers, histories of orchestrations, files and the log. */
async function placesOf(stage: Stage, words: string): Promise<readonly string[]> {
  const { endpoint, masterKey } = stage.running.endpoints.functions;
  const url = `${endpoint}/runtime/webhooks/durabletask/instances?showInput=true&code=${masterKey}`;
  const places: [string, string][] = [
    ['log', stage.running.output()],
    ['orchestrations', await (await fetch(url)).text()],
  ];
  for (const { id } of containers) places.push([id, JSON.stringify(await stage.query(id, 'SELECT * FROM c'))]);
  return places
    .filter(([, text]) => text.includes(words))
    .map(([place]) => place)
    .sort();
}

interface Listed {
  readonly recordingId: string;
  readonly gaps: readonly { readonly from: number; readonly to: number | null; readonly by: string }[];
  readonly file: { readonly sizeBytes: number } | null;
}

async function hear(stage: Stage, person: string, path: string): Promise<Response> {
  const headers = { authorization: `Bearer ${await tokenOf(stage, person)}` };
  return fetch(`${stage.running.endpoints.functions.endpoint}/api/${path}`, { headers });
}
