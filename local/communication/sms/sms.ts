import { z } from 'zod';
import type { Route } from '../../kit/http';
import { refusal, withBody } from '../answers';
import type { Auth } from '../auth';
import { isE164, isInternational } from './numbers';
import { sendSms, sendSmsSchema, type SmsParts } from './send';

const optOutSchema = z.object({
  from: z.string().min(1),
  recipients: z
    .array(z.object({ to: z.string() }))
    .min(1)
    .max(100),
});
/** What nobody can own. Azure says it of every number that the resource does not have. */
const NOT_OURS = refusal(401, 'Unauthorized', 'The sender does not belong to this resource.');
type OptOuts = z.infer<typeof optOutSchema>;

/** Sends and opt-outs: https://learn.microsoft.com/rest/api/communication/sms. */
export function smsRoutes(parts: SmsParts, auth: Auth): Route[] {
  const { state } = parts;
  const optOutRoute = (
    verb: string,
    change: (from: string, to: string) => Promise<void>,
    answer: AnswerOptOut,
  ): Route => ({
    method: 'POST',
    path: `/sms/optouts:${verb}`,
    handle: auth.asResource((request) =>
      withBody(request, optOutSchema, async (body) => ({
        status: 200,
        body: { value: await Promise.all(body.recipients.map(({ to }) => optOutItem(body, to, change, answer))) },
      })),
    ),
  });
  return [
    {
      method: 'POST',
      path: '/sms',
      handle: auth.asResource((request) =>
        withBody(request, sendSmsSchema, async (body) =>
          isInternational(body.from) && !isE164(body.from)
            ? NOT_OURS
            : { status: 202, body: { value: await sendSms(parts, body) } },
        ),
      ),
    },
    optOutRoute(
      'add',
      (from, to) => state.setOptedOut(from, to, true),
      () => ({}),
    ),
    optOutRoute(
      'remove',
      (from, to) => state.setOptedOut(from, to, false),
      () => ({}),
    ),
    optOutRoute(
      'check',
      () => Promise.resolve(),
      (from, to) => ({ isOptedOut: state.isOptedOut(from, to) }),
    ),
  ];
}

type AnswerOptOut = (from: string, to: string) => object;

async function optOutItem(
  { from }: OptOuts,
  to: string,
  change: (from: string, to: string) => Promise<void>,
  answer: AnswerOptOut,
): Promise<object> {
  if (!isE164(to)) return { to, httpStatusCode: 400, errorMessage: 'Invalid To phone number format.' };
  await change(from, to);
  return { to, httpStatusCode: 200, ...answer(from, to) };
}
