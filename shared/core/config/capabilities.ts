import type { IntegrationModel } from './document';

/**
 * How calls come and agents are reached. `acsNumber`: a number of Azure Communication Services. `trunk`: a number of the
 * organisation's own, over its session border controller and Direct Routing. `teamsPhone`: a Teams resource account with
 * Teams Phone extensibility.
 */
export const VOICE_PROFILES = ['acsNumber', 'trunk', 'teamsPhone'] as const;
export type VoiceProfile = (typeof VOICE_PROFILES)[number];

/** The voice profiles of an integration model; none: calls stay in Teams, and only what is written comes to Switchboard. */
export const PROFILES_OF: Readonly<Record<IntegrationModel, readonly VoiceProfile[]>> = {
  teamsVoiceApps: [],
  connect: ['trunk'],
  connectAndExtend: ['trunk'],
  extendAndPower: ['acsNumber', 'trunk', 'teamsPhone'],
};

/** Something that a voice profile can do, or why it cannot. */
export interface Capability {
  readonly what: string;
  /** The test that shows it, from the root of the repository; null where no profile can. */
  readonly shownBy: string | null;
  readonly cannot: { readonly [profile in VoiceProfile]?: string };
}

const EVERYWHERE = (why: string): Capability['cannot'] => ({
  acsNumber: why,
  trunk: why,
  teamsPhone: why,
});

/** Whether a caller can be brought to a Teams resource account: what else decides it asks this row. */
export const REACHES_VOICE_APPS: Capability = {
  what: 'A Teams auto attendant or call queue as the target, by its resource account (prove on a live tenant)',
  shownBy: 'shared/flows/voice-app.test.ts',
  cannot: {
    teamsPhone: 'Teams Phone extensibility is documented to add agents and telephone numbers only',
  },
};

/** What calls can do, by voice profile: drives validation and docs/integration-models.md. */
export const CAPABILITIES: readonly Capability[] = [
  {
    what: 'Menus, speech and languages',
    shownBy: 'tests/journeys/phone.test.ts',
    cannot: {},
  },
  {
    what: 'Music, place and wait in the queue',
    shownBy: 'tests/journeys/phone.test.ts',
    cannot: {},
  },
  {
    what: 'The agent answers in the desk',
    shownBy: 'tests/browser/voice.test.ts',
    cannot: {
      acsNumber: 'calls ring in the Teams client',
      trunk: 'calls ring in the Teams client',
    },
  },
  {
    what: 'The agent answers in the Teams client',
    shownBy: 'tests/journeys/phone-ringing.test.ts',
    cannot: {
      teamsPhone: 'Teams Phone extensibility adds no Teams user to a call: agents need a softphone',
    },
  },
  {
    what: 'Hold, with music',
    shownBy: 'tests/journeys/phone-softphone.test.ts',
    cannot: {},
  },
  {
    what: 'Handover',
    shownBy: 'tests/journeys/transfer.test.ts',
    cannot: {},
  },
  {
    what: 'Consultation out of the customer’s hearing',
    shownBy: 'tests/journeys/transfer.test.ts',
    cannot: {
      teamsPhone: 'Call Automation holds nobody there: whoever is asked has the customer at once',
    },
  },
  {
    what: 'Callback, also for later and from a form on the web',
    shownBy: 'tests/journeys/phone-deferred.test.ts',
    cannot: {},
  },
  {
    what: 'Voicemail',
    shownBy: 'tests/journeys/phone-deferred.test.ts',
    cannot: {},
  },
  {
    what: "Agents' own calls",
    shownBy: 'tests/journeys/phone-softphone.test.ts',
    cannot: {},
  },
  {
    what: 'Recording, with pauses that are confirmed',
    shownBy: 'tests/journeys/phone.test.ts',
    cannot: {},
  },
  {
    what: 'One number shared by tenants, told apart by trunk',
    shownBy: 'shared/channels/voice/parse.test.ts',
    cannot: {
      acsNumber: 'a number of Communication Services is one tenant’s',
      teamsPhone: 'a resource account is one tenant’s',
    },
  },
  {
    what: 'Headers of a call reach the flow and the agent',
    shownBy: 'shared/flows/voice/call-headers.test.ts',
    cannot: { acsNumber: 'the public network brings none' },
  },
  {
    what: 'An online meeting beside the call, its link by text',
    shownBy: 'shared/flows/agents/meet.test.ts',
    cannot: {},
  },
  REACHES_VOICE_APPS,
  {
    what: 'Supervisors listen to a call, whisper or barge in',
    shownBy: null,
    cannot: EVERYWHERE('Call Automation mutes and holds no Teams user'),
  },
  {
    what: 'Hold or transfer in the Teams client is seen',
    shownBy: null,
    cannot: EVERYWHERE('Call Automation does not report it'),
  },
  {
    what: 'Live transcription, where the container for it runs',
    shownBy: 'tests/journeys/phone-transcripts.test.ts',
    cannot: {},
  },
  {
    what: 'Calls to emergency services',
    shownBy: null,
    cannot: EVERYWHERE('no caller’s place goes with a call: agents use their own telephone'),
  },
];

/** Where an agent works with what is written. */
export const PLACES = ['desk', 'bot'] as const;
export type Place = (typeof PLACES)[number];

/** Something that can be done with what is written, in any integration model, or why not there. */
export interface WrittenCapability {
  readonly what: string;
  readonly shownBy: string;
  readonly cannot: { readonly [place in Place]?: string };
}

/** What the desk and the chat with the bot can do with chats, texts and mails. */
export const WRITTEN_CAPABILITIES: readonly WrittenCapability[] = [
  {
    what: 'Read and answer, several customers at a time',
    shownBy: 'tests/journeys/chat.test.ts',
    cannot: {},
  },
  {
    what: 'Send a file to the customer of a chat',
    shownBy: 'tests/journeys/bot.test.ts',
    cannot: {},
  },
  {
    what: 'Attach files to a mail: ten, and 7 MB together',
    shownBy: 'tests/journeys/mail.test.ts',
    cannot: {},
  },
  {
    what: 'Open a file of the customer',
    shownBy: 'shared/flows/customers/beside-words.test.ts',
    cannot: {
      bot: 'it is named there and opened at the desk: a bot hands a file out only through the agent’s own OneDrive',
    },
  },
  {
    what: 'See that the customer of a chat writes',
    shownBy: 'shared/flows/agents/send-desk-files.test.ts',
    cannot: {},
  },
  {
    what: 'Let the customer of a chat see that the agent writes',
    shownBy: 'shared/flows/customers/beside-words.test.ts',
    cannot: { bot: 'Teams tells a bot of no typing' },
  },
  {
    what: 'Correct what was sent',
    shownBy: 'functions/bot.test.ts',
    cannot: { desk: 'no channel changes what the customer has: write again' },
  },
  {
    what: 'Begin an online meeting, whose link the customer gets',
    shownBy: 'tests/journeys/chat.test.ts',
    cannot: {},
  },
  {
    what: 'Say that the meeting is over',
    shownBy: 'tests/browser/dialogs.test.ts',
    cannot: { bot: 'it is over for us after an hour, or with the contact' },
  },
  {
    what: 'The customer’s earlier contacts',
    shownBy: 'shared/flows/history/history.test.ts',
    cannot: { bot: 'they are read at the desk, while the contact is held' },
  },
];

/** Why a model takes no calls at all; null where it does. */
export const noCallsBecause = (model: IntegrationModel): string | null =>
  PROFILES_OF[model].length > 0 ? null : 'with this integration model calls stay in Teams';
