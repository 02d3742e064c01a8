import type { AppOperation } from './property-commands.testsuite';

const CALLBACK = 'https://app.example/calls';
const AGENTS = ['ada', 'bob'];

/** An operation that was taken. */
export interface Accepted {
  readonly name: AppOperation;
  readonly context: string;
  readonly invitationId: string | undefined;
}

interface Given {
  readonly callId: string;
  /** Another call, to take somebody from. */
  readonly otherId: string;
  readonly context: string;
  readonly pick: number;
  readonly flag: boolean;
  /** Secrets of the calls that rang. */
  readonly cloud: { readonly contexts: readonly string[] };
  readonly accepted: readonly Accepted[];
}

const phone = { rawId: '4:+14255550123' };
const file = { kind: 'file', file: { uri: 'https://app.example/a.wav' } };
const number = { value: '+14255550199' };

/** The request by which the app does an operation; what it may choose is chosen by `pick` and `flag`. */
export function requestOf(name: AppOperation, { callId, otherId, context, pick, flag, cloud, accepted }: Given) {
  const call = `/calling/callConnections/${callId}`;
  const agent = { rawId: `8:orgid:${AGENTS[pick % 2] ?? ''}` };
  const incomingCallContext = cloud.contexts.at(-1 - (pick % 3)) ?? 'none';
  const post = (path: string, body: object) => ({ method: 'POST', path, body: { operationContext: context, ...body } });
  switch (name) {
    case 'answer':
      return post('/calling/callConnections:answer', {
        incomingCallContext,
        callbackUri: CALLBACK,
        callIntelligenceOptions: { cognitiveServicesEndpoint: 'https://ai.example' },
      });
    case 'reject':
      return post('/calling/callConnections:reject', { incomingCallContext });
    case 'create':
      return post('/calling/callConnections', {
        targets: flag ? [phone] : [phone, agent],
        callbackUri: CALLBACK,
        sourceCallerIdNumber: number,
      });
    case 'play':
      return post(`${call}:play`, {
        playSources: [file],
        playTo: pick % 3 === 0 ? [phone] : [],
        playOptions: { loop: pick % 4 === 0 },
        interruptCallMediaOperation: flag,
      });
    case 'recognize':
      return post(`${call}:recognize`, {
        recognizeInputType: 'choices',
        ...(pick % 2 === 0 && { playPrompt: file }),
        interruptCallMediaOperation: flag,
        recognizeOptions: {
          targetParticipant: phone,
          choices: [{ label: 'sales', phrases: ['sales'], ...(pick % 3 !== 0 && { tone: 'one' }) }],
        },
      });
    case 'cancelMedia':
    case 'add':
    case 'cancelAdd':
    case 'remove':
    case 'move':
    case 'transfer':
    case 'hold':
    case 'unhold':
    case 'sendTones':
    case 'leave':
    case 'terminate':
      return midCallRequest(name, { call, otherId, agent, post, pick, flag, accepted });
    default:
      return name satisfies never;
  }
}

function midCallRequest(
  name: Exclude<AppOperation, 'answer' | 'reject' | 'create' | 'play' | 'recognize'>,
  given: Pick<Given, 'otherId' | 'pick' | 'flag' | 'accepted'> & {
    call: string;
    agent: object;
    post: (path: string, body: object) => { method: string; path: string; body: object };
  },
) {
  const { call, otherId, agent, post, pick, flag, accepted } = given;
  switch (name) {
    case 'cancelMedia':
      return post(`${call}:cancelAllMediaOperations`, {});
    case 'add':
      return post(`${call}/participants:add`, { participantToAdd: agent, invitationTimeoutInSeconds: 15 });
    case 'cancelAdd': {
      const invitations = accepted.flatMap(({ invitationId }) => invitationId ?? []);
      const invitationId = invitations.at(-1 - (pick % 2)) ?? 'none';
      return post(`${call}/participants:cancelAddParticipant`, { invitationId });
    }
    case 'remove':
      return post(`${call}/participants:remove`, { participantToRemove: flag ? phone : agent });
    case 'move':
      return post(`${call}/participants:moveHere`, {
        targetParticipants: [flag ? phone : agent],
        fromCall: otherId,
      });
    case 'transfer':
      return post(`${call}:transferToParticipant`, { targetParticipant: agent, transferee: phone });
    case 'hold':
      return post(`${call}:hold`, { targetParticipant: phone, playSourceInfo: file });
    case 'unhold':
      return post(`${call}:unhold`, { targetParticipant: phone });
    case 'sendTones':
      return post(`${call}:sendDtmfTones`, { targetParticipant: phone, tones: ['one', 'two'] });
    case 'leave':
      return { method: 'DELETE', path: call, body: {} };
    case 'terminate':
      return post(`${call}:terminate`, {});
    default:
      return name satisfies never;
  }
}
