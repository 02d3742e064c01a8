/** Texts the system itself writes to customers. */
export const NOTICE_NAMES = [
  'optOutConfirmation',
  'optInConfirmation',
  'help',
  'chatNudge',
  'chatClosed',
  'callbackGreeting',
  'callbackGivenUp',
  'callSurvey',
  'recordingAnnounced',
  'meetingInvitation',
  'mailSignature',
] as const;

/** See {@link NOTICE_NAMES}. */
export type NoticeName = (typeof NOTICE_NAMES)[number];
