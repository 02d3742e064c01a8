import type { Clock } from '../kit/clock';
import type { LocalRequest, LocalResponse, Route } from '../kit/http';
import { authenticate, type Account } from './auth';
import type { Callbacks } from './callbacks';
import type { TelesignState } from './state';
import { statusOf } from './words';

export interface MessagingParts {
  readonly account: Account;
  readonly state: TelesignState;
  readonly clock: Clock;
  readonly callbacks: Callbacks;
  /** Where the account's callbacks go. */
  readonly callbackUrl: () => string;
  /** How long after a send its delivery report comes. */
  readonly reportAfterMs: number;
}

const MAX_CHARACTERS = 1600;

/** https://developer.telesign.com/enterprise/reference/sendsms */
export function messagingRoutes(parts: MessagingParts): readonly Route[] {
  const guarded =
    (handle: (request: LocalRequest) => LocalResponse | Promise<LocalResponse>): Route['handle'] =>
    async (request) => {
      const failure = await authenticate(parts.account, parts, request);
      return failure === undefined ? handle(request) : refusal(parts, 401, failure, null);
    };
  return [
    { method: 'POST', path: '/v1/messaging', handle: guarded((request) => send(parts, request)) },
    { method: 'GET', path: '/v1/messaging/{referenceId}', handle: guarded((request) => look(parts, request)) },
  ];
}

const refusal = ({ clock, state }: MessagingParts, status: number, code: number, externalId: string | null) => ({
  status,
  body: { reference_id: state.nextId(), external_id: externalId, status: statusOf(code, clock.now()) },
});

async function send(parts: MessagingParts, { body }: LocalRequest): Promise<LocalResponse> {
  const { state, clock, callbacks, callbackUrl, reportAfterMs } = parts;
  const form = new URLSearchParams(body.toString('utf8'));
  const externalId = form.get('external_id');
  const wrong = faultOf(form);
  if (wrong !== undefined) return refusal(parts, 400, wrong, externalId);
  const [now, referenceId] = [clock.now(), state.nextId()];
  const customerNumber = `+${form.get('phone_number') ?? ''}`;
  const sender = form.get('sender_id') ?? '';
  const ourNumber = /^\d{7,}$/.test(sender) ? `+${sender}` : sender;
  const fate = state.owns(ourNumber) ? (state.fate(customerNumber) ?? 200) : 521;
  const submitted = { referenceId, externalId, submittedAt: now };
  const reached = fate === 200 || fate === 'silent';
  const final = { ...submitted, code: fate === 'silent' ? 290 : fate, updatedAt: now + reportAfterMs };
  const text = { id: referenceId, direction: 'in', ourNumber, customerNumber, at: now } as const;
  await Promise.all([
    state.putTransaction(final),
    ...(reached ? [state.putText({ ...text, message: form.get('message') ?? '' })] : []),
    ...(fate === 'silent'
      ? []
      : [callbacks.add(form.get('callback_url') ?? callbackUrl(), reportOf(final), reportAfterMs)]),
  ]);
  return { status: 200, body: { reference_id: referenceId, external_id: externalId, status: statusOf(290, now) } };
}

type Final = Parameters<TelesignState['putTransaction']>[0];

const reportOf = ({ referenceId, externalId, code, updatedAt }: Final): object => ({
  reference_id: referenceId,
  status: statusOf(code, updatedAt),
  external_id: externalId,
});

function faultOf(form: URLSearchParams): number | undefined {
  const [phone, message, type] = ['phone_number', 'message', 'message_type'].map((name) => form.get(name));
  if (!phone) return 12000;
  if (!message) return 12009;
  if (!type) return 12017;
  if (!/^[1-9]\d{6,14}$/.test(phone)) return 11000;
  if (message.length > MAX_CHARACTERS) return 11009;
  if (!['OTP', 'ARN', 'MKT'].includes(type)) return 11017;
  if ((form.get('sender_id') ?? '').length > 20) return 11013;
  const url = form.get('callback_url');
  return url !== null && !url.startsWith('https://') ? 11004 : undefined;
}

function look(parts: MessagingParts, { params }: LocalRequest): LocalResponse {
  const found = parts.state.transaction(params['referenceId'] ?? '');
  if (found === undefined) return refusal(parts, 404, 10017, null);
  const { referenceId, externalId, code, updatedAt, submittedAt } = found;
  const isOver = updatedAt <= parts.clock.now();
  const status = isOver ? statusOf(code, updatedAt) : statusOf(290, submittedAt);
  return { status: 200, body: { reference_id: referenceId, external_id: externalId, status } };
}
