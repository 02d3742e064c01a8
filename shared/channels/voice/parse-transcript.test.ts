import fc from 'fast-check';
import { StreamingData } from '@azure/communication-call-automation';
import { parseTranscriptFrame } from './parse-transcript';

const metadata = {
  kind: 'TranscriptionMetadata',
  transcriptionMetadata: {
    subscriptionId: '835be116-f750-48a4-a5a4-ab85e070e5b0',
    locale: 'en-us',
    callConnectionId: '65c57654=12-fa-8f',
    correlationId: '5456',
  },
};
const data = {
  text: 'Hello everyone.',
  format: 'display',
  confidence: 0.8,
  offset: 2516998782481234400,
  duration: 12_500_000,
  words: [{ text: 'hello', offset: 1, duration: 2 }],
  participantRawID: '4:+14255550199',
  resultStatus: 'Final',
};
const spoken = (change: object = {}) =>
  JSON.stringify({ kind: 'TranscriptionData', transcriptionData: { ...data, ...change } });

describe('frames of a live transcription', () => {
  test('the first says which call it is', () => {
    expect(parseTranscriptFrame(JSON.stringify(metadata))).toEqual({
      kind: 'begins',
      subscriptionId: '835be116-f750-48a4-a5a4-ab85e070e5b0',
      callRef: '65c57654=12-fa-8f',
    });
  });

  test('words come with who said them, and how long that took', () => {
    expect(parseTranscriptFrame(spoken())).toMatchObject({
      kind: 'said',
      text: 'Hello everyone.',
      lengthMs: 1_250,
      by: { address: '+14255550199' },
    });
  });

  test.each([
    ['8:orgid:0c0a', { teamsUserId: '0c0a' }],
    ['8:acs:resource_directory_0c0a', { teamsUserId: '0c0a' }],
    ['4:anonymous', { address: 'anonymous' }],
    ['28:orgid:9', { address: '28:orgid:9' }],
  ])('%s is known by its address', (participantRawID, by) => {
    expect(parseTranscriptFrame(spoken({ participantRawID }))).toMatchObject({ by });
  });

  test('says of the same frame what the SDK says', () => {
    expect(StreamingData.parse(spoken())).toMatchObject({ text: 'Hello everyone.', durationInTicks: 12_500_000 });
    expect(StreamingData.parse(JSON.stringify(metadata))).toMatchObject(metadata.transcriptionMetadata);
  });

  test('half sentences and other media are not for us', () => {
    expect(parseTranscriptFrame(spoken({ resultStatus: 'Intermediate' })).kind).toBe('unsupported');
    expect(parseTranscriptFrame('{"kind":"AudioData","audioData":{"data":"AA=="}}')).toEqual({
      kind: 'unsupported',
      type: 'AudioData',
    });
  });

  test('what cannot be read says so', () => {
    for (const text of ['', 'null', '[]', '{', '{"kind":3}', spoken({ participantRawID: '' }), spoken({ text: 1 })])
      expect(parseTranscriptFrame(text).kind).toBe('malformed');
  });

  test('nothing that may come makes it throw, and no words are longer than may be kept', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        parseTranscriptFrame(text);
      }),
    );
    const frame = parseTranscriptFrame(spoken({ text: 'a'.repeat(50_000) }));
    expect(frame).toMatchObject({ kind: 'said', text: 'a'.repeat(4_000) });
  });
});
