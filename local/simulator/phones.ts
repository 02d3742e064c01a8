import { z } from 'zod';
import type { LocalAzure } from '../azure';
import { habitSchema, stepsSchema } from '../communication/calls/habit';
import { FALLIBLE, REASONS } from '../communication/calls/setbacks';
import { personOf } from './people';
import { EMPTY, get, post, Refused, type Operation } from './operation';

/** Customers' telephones, and the telephone side of agents' Teams. */
export const phoneOperations = (azure: LocalAzure): readonly Operation[] => [
  ...calling(azure),
  ...customers(azure),
  ...agents(azure),
  ...habits(azure),
  ...setbacks(azure),
];

function calling({ cloud: { calls }, organisation }: LocalAzure): Operation[] {
  const { phones } = calls;
  return [
    post(
      'placeCall',
      '/_local/phones/calls',
      'A customer dials; without `to`, the number of the organisation.',
      z.object({
        from: z.string(),
        to: z.string().optional(),
        displayName: z.string().optional(),
        /** As of a session border controller whose trunk the call comes over. */
        sipHeaders: z.record(z.string(), z.string()).optional(),
        /** What the caller does by themselves once somebody has answered. */
        inCall: stepsSchema.optional(),
      }),
      ({ body: { from, to, displayName, sipHeaders, inCall } }) =>
        phones.placeCall({
          from,
          to: to ?? organisation.addresses.voice,
          ...(displayName === undefined ? {} : { displayName }),
          ...(sipHeaders === undefined ? {} : { sipHeaders }),
          ...(inCall === undefined ? {} : { inCall }),
        }),
    ),
    post(
      'joinMeeting',
      '/_local/phones/meetings',
      'Somebody’s client (`8:acs:…` or `8:orgid:…`) joins a group call or a room, which begins with the first.',
      z.object({
        from: z.string().startsWith('8:'),
        meeting: z.object({ kind: z.enum(['groupCall', 'room']), id: z.string().min(1) }),
      }),
      ({ body }) => phones.join(body),
    ),
    get('listNumbers', '/_local/phones/numbers', 'What a customer can dial, and the flow behind it.', () => ({
      numbers: organisation.numbers,
    })),
  ];
}

function customers({ cloud: { calls } }: LocalAzure): Operation[] {
  const { phones } = calls;
  return [
    get(
      'listCalls',
      '/_local/phones/calls',
      'Calls on customers’ telephones, of one `number` or all.',
      ({ query }) => ({
        calls: phones.calls(query.get('number') ?? undefined),
      }),
    ),
    get('getCall', '/_local/phones/calls/{id}', 'A call with what the customer hears and heard.', ({ params }) => {
      const call = phones.call(params['id'] ?? '');
      if (call === undefined) throw new Refused(404, 'There is no such call.');
      return call;
    }),
    post(
      'pressKeys',
      '/_local/phones/calls/{id}/press',
      'The customer presses keys.',
      z.object({ keys: z.string() }),
      ({ params, body }) => done(phones.press(params['id'] ?? '', body.keys)),
    ),
    post(
      'sayWords',
      '/_local/phones/calls/{id}/say',
      'The customer says something.',
      z.object({ words: z.string() }),
      ({ params, body }) => done(phones.say(params['id'] ?? '', body.words)),
    ),
    post(
      'customerAnswersCall',
      '/_local/phones/calls/{id}/answer',
      'The customer takes a call that rings at their telephone.',
      EMPTY,
      ({ params }) => done(phones.answer(params['id'] ?? '')),
    ),
    post(
      'customerDeclinesCall',
      '/_local/phones/calls/{id}/decline',
      'The customer does not take it, or is in another call.',
      z.object({ how: z.enum(['declined', 'busy']) }),
      ({ params, body }) => done(phones.decline(params['id'] ?? '', body.how)),
    ),
    post('customerHangsUp', '/_local/phones/calls/{id}/hang-up', 'The customer hangs up.', EMPTY, ({ params }) =>
      done(phones.hangUp(params['id'] ?? '')),
    ),
  ];
}

function agents(azure: LocalAzure): Operation[] {
  const { teamsPhones } = azure.cloud.calls;
  return [
    get('listAgentCalls', '/_local/agents/{agent}/calls', 'Calls on the Teams client of an agent.', ({ params }) => ({
      calls: teamsPhones.calls(personOf(azure, params['agent'])),
    })),
    post(
      'agentAnswersCall',
      '/_local/agents/{agent}/calls/{id}/answer',
      'The agent takes the ringing call in Teams.',
      EMPTY,
      ({ params }) => done(teamsPhones.answer(params['id'] ?? '')),
    ),
    post(
      'agentDeclinesCall',
      '/_local/agents/{agent}/calls/{id}/decline',
      'The agent declines it in Teams, or is in another call.',
      z.object({ how: z.enum(['declined', 'busy']).default('declined') }),
      ({ params, body }) => done(teamsPhones.decline(params['id'] ?? '', body.how)),
    ),
    post(
      'voicemailAnswersCall',
      '/_local/agents/{agent}/calls/{id}/voicemail',
      'The agent’s voicemail answers.',
      EMPTY,
      ({ params }) => done(teamsPhones.sendToVoicemail(params['id'] ?? '')),
    ),
    post(
      'agentSaysWords',
      '/_local/agents/{agent}/calls/{id}/say',
      'The agent says something.',
      z.object({ words: z.string() }),
      ({ params, body }) => done(teamsPhones.say(params['id'] ?? '', body.words)),
    ),
    post(
      'agentHangsUp',
      '/_local/agents/{agent}/calls/{id}/hang-up',
      'The agent leaves the call in Teams.',
      EMPTY,
      ({ params }) => done(teamsPhones.hangUp(params['id'] ?? '')),
    ),
  ];
}

function habits(azure: LocalAzure): Operation[] {
  const { phones } = azure.cloud.calls;
  return [
    get('listHabits', '/_local/phones/habits', 'What telephones and Teams clients do by themselves.', () => ({
      habits: phones.habits(),
    })),
    post(
      'setHabit',
      '/_local/phones/habits',
      'What the telephone of a number does by itself whenever it rings, and in the call; null takes it back.',
      z.object({ number: z.string().startsWith('+'), habit: habitSchema.nullable() }),
      ({ body: { number, habit } }) => phones.setHabit(number, habit),
    ),
    post(
      'setAgentHabit',
      '/_local/agents/{agent}/habit',
      'What the agent does by themselves whenever Teams rings, and in the call; null takes it back.',
      z.object({ habit: habitSchema.nullable() }),
      ({ params, body: { habit } }) => phones.setHabit(`8:orgid:${personOf(azure, params['agent'])}`, habit),
    ),
  ];
}

function setbacks({ cloud: { calls } }: LocalAzure): Operation[] {
  return [
    get('listSetbacks', '/_local/phones/setbacks', 'What Call Automation will accept and then not do.', () => ({
      setbacks: calls.setbacks.all(),
    })),
    post(
      'setSetback',
      '/_local/phones/setbacks',
      'The next operations of a kind are accepted and fail by a callback, for a reason that Azure documents; null takes it back.',
      z.object({
        operation: z.enum(FALLIBLE),
        setback: z.object({ why: z.enum(REASONS), times: z.number().int().positive().default(1) }).nullable(),
      }),
      ({ body: { operation, setback } }) => calls.setbacks.set(operation, setback),
    ),
  ];
}

type Outcome<Call> =
  | { readonly kind: 'done'; readonly call: Call }
  | { readonly kind: 'refused'; readonly why: string };

async function done<Call>(pending: Promise<Outcome<Call>>): Promise<Call> {
  const outcome = await pending;
  if (outcome.kind === 'refused') throw new Refused(409, `That is not possible now: ${outcome.why}.`);
  return outcome.call;
}
