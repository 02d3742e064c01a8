import {
  ADA,
  ada,
  answered,
  createTestbed,
  customer,
  music,
  refusedWith,
  text,
  type Testbed,
} from './testbed.testsuite';

let bed: Testbed;
beforeEach(async () => {
  bed = await createTestbed();
});
afterEach(() => bed.close());

const hears = (id: string) => bed.phones.call(id)?.hearing;

describe('playing', () => {
  test('a text takes its time, then the callback comes', async () => {
    const { phone, media } = await answered(bed);
    await media.playToAll([text('Welcome to Contoso.')], { operationContext: 'play-1' });
    expect(hears(phone.id)).toEqual({
      kind: 'text',
      text: 'Welcome to Contoso.',
      language: 'en-GB',
      context: 'play-1',
    });
    await bed.advance(1_000);
    expect(bed.names()).not.toContain('PlayCompleted');
    await bed.advance(1_000);
    expect(bed.last('PlayCompleted')).toMatchObject({
      operationContext: 'play-1',
      resultInformation: { code: 200, subCode: 0 },
    });
    expect(hears(phone.id)).toEqual({ kind: 'silence' });
  });

  test('music loops until something interrupts it', async () => {
    const { phone, media } = await answered(bed);
    await media.playToAll([music], { operationContext: 'music', loop: true });
    await bed.advance(3_600_000);
    expect(hears(phone.id)).toEqual({ kind: 'music', uri: music.url, onHold: false });
    await media.playToAll([text('You are next.')], { operationContext: 'say', interruptCallMediaOperation: true });
    await bed.settle();
    expect(bed.last('PlayCanceled')).toMatchObject({
      operationContext: 'music',
      resultInformation: { code: 400, subCode: 8508 },
    });
    expect(hears(phone.id)).toMatchObject({ text: 'You are next.' });
  });

  test('without interruption the next waits for its turn', async () => {
    const { phone, media } = await answered(bed);
    await media.playToAll([text('One.')], { operationContext: '1' });
    await media.playToAll([text('Two.')], { operationContext: '2' });
    expect(hears(phone.id)).toMatchObject({ text: 'One.' });
    await bed.advance(1_000);
    expect(hears(phone.id)).toMatchObject({ text: 'Two.' });
    await bed.advance(1_000);
    const ended = bed.received.filter(({ name }) => name === 'PlayCompleted');
    expect(ended.map(({ data }) => data.operationContext)).toEqual(['1', '2']);
  });

  test('all of it is cancelled', async () => {
    const { media } = await answered(bed);
    await media.playToAll([text('One.')]);
    await media.playToAll([text('Two.')]);
    await media.cancelAllOperations();
    await bed.settle();
    expect(bed.names().filter((name) => name.startsWith('Play'))).toEqual([
      'PlayStarted',
      'PlayCanceled',
      'PlayCanceled',
    ]);
  });

  test('words need an AI services resource, files do not', async () => {
    const { media } = await answered(bed, false);
    await expect(media.playToAll([text('Hello')])).rejects.toMatchObject(refusedWith(405, '8522'));
    await media.playToAll([music]);
  });

  test('to somebody who is not there is refused', async () => {
    const { media } = await answered(bed);
    await expect(media.play([music], [ada])).rejects.toMatchObject(refusedWith(404, '8522'));
  });

  describe('several sources', () => {
    const words = (index: number) => text(`Number ${index}.`);

    test('are heard one after another, and end with one callback', async () => {
      const { media, phone } = await answered(bed);
      await media.playToAll([words(1), words(2), music], { operationContext: 'several' });
      expect(hears(phone.id)).toMatchObject({ text: 'Number 1.' });
      await bed.advance(1_000);
      expect(hears(phone.id)).toMatchObject({ text: 'Number 2.' });
      await bed.advance(1_000);
      expect(hears(phone.id)).toMatchObject({ kind: 'music' });
      expect(bed.names()).not.toContain('PlayCompleted');
      await bed.advance(30_000);
      expect(bed.names().filter((name) => name.startsWith('Play'))).toEqual(['PlayStarted', 'PlayCompleted']);
    });

    test('begin anew after the last where they loop', async () => {
      const { media, phone } = await answered(bed);
      await media.playToAll([words(1), words(2)], { loop: true });
      await bed.advance(2_000);
      expect(hears(phone.id)).toMatchObject({ text: 'Number 1.' });
      await media.cancelAllOperations();
      await bed.settle();
      expect(bed.names().at(-1)).toBe('PlayCanceled');
    });

    test('are a prompt, after which keys are listened for', async () => {
      const { media, phone } = await answered(bed);
      await media.startRecognizing(customer, {
        kind: 'callMediaRecognizeDtmfOptions',
        playPrompts: [words(1), words(2)],
        interruptPrompt: false,
        maxTonesToCollect: 1,
      });
      await bed.advance(1_000);
      expect(hears(phone.id)).toMatchObject({ text: 'Number 2.' });
      await bed.phones.press(phone.id, '1');
      await bed.advance(1_000);
      expect(bed.names()).not.toContain('RecognizeCompleted');
      await bed.phones.press(phone.id, '2');
      await bed.settle();
      expect(bed.last('RecognizeCompleted')).toMatchObject({ dtmfResult: { tones: ['two'] } });
    });

    test('are none at all is refused', async () => {
      const { media } = await answered(bed);
      await expect(media.playToAll([])).rejects.toMatchObject(refusedWith(400, '8523'));
    });
  });
});

describe('holding', () => {
  test('the held hears music and is not heard', async () => {
    const { call, phone, media } = await answered(bed);
    await call.addParticipant({ targetParticipant: ada });
    const teams = bed.teamsPhones.calls(ADA)[0]!;
    await bed.teamsPhones.answer(teams.id);
    await media.hold(customer, { playSource: music, operationContext: 'hold' });
    await bed.settle();
    expect(hears(phone.id)).toEqual({ kind: 'music', uri: music.url, onHold: true });
    expect(bed.teamsPhones.call(teams.id)?.hearing).toEqual({ kind: 'silence' });
    expect(bed.last('ParticipantsUpdated')).toMatchObject({ participants: [{ isOnHold: true }, { isOnHold: false }] });
    await media.unhold(customer);
    expect(hears(phone.id)).toMatchObject({ kind: 'people' });
    expect(bed.phones.call(phone.id)?.heard.map(({ kind }) => kind)).toEqual([
      'ringback',
      'silence',
      'people',
      'music',
      'people',
    ]);
  });
});
