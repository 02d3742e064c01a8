import { ref, world } from '../shared/flows/voice/given-recorded.testsuite';

/** What Call Automation sends of a call: the beginning, and then each thing that was said. */
export const begins = JSON.stringify({
  kind: 'TranscriptionMetadata',
  transcriptionMetadata: { subscriptionId: 's1', locale: 'en-US', callConnectionId: 'call-1', correlationId: 'c' },
});
export const said = (text: string, offset: number) =>
  JSON.stringify({
    kind: 'TranscriptionData',
    transcriptionData: { text, offset, duration: 10_000, participantRawID: '4:+14255550199', resultStatus: 'Final' },
  });
/** What was kept of it. */
export const texts = async () => (await world.deps.transcripts.of(ref)).map(({ text }) => text);
