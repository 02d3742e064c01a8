import type { CallbackMeaning } from '../../shared/channels/voice';
import { callEventOf } from './call-event-of';

const reported = (meaning: CallbackMeaning) =>
  callEventOf({ kind: 'callback', sourceId: 'e', callRef: 'c', correlationId: null, context: null, at: null, meaning })
    .kind;

const NO_CODES = { code: null, subCode: null };

test('a recording that did not begin is reported', () => {
  expect(reported({ kind: 'recordingFailed', ...NO_CODES })).toBe('recordingFailed');
});

// They may come late, while the same caller leaves a message: it is not cut off.
const LATE: readonly CallbackMeaning[] = [
  { kind: 'agentLeft', teamsUserId: 't' },
  { kind: 'ringCancelled', invitationRef: 'i' },
  { kind: 'holdFailed', ...NO_CODES },
];
test.each(LATE.map((meaning) => [meaning.kind, meaning] as const))(
  '%s says nothing about a recording',
  (_kind, meaning) => {
    expect(reported(meaning)).toBe('ignored');
  },
);
