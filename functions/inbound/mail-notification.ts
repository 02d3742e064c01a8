import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { z } from 'zod';
import { isSameSecret } from '../../shared/security/same-secret';
import { auditRefusal } from '../audit';
import type { App } from '../compose';
import { json } from '../operations';
import { onHttp } from '../register';
import { problem } from '../respond';

/** Microsoft Graph says that a mailbox has new mail. It waits three seconds at most: fetching is the event's work. */
export const registerMailNotification = (): void => onHttp('mailNotification', mailNotification);

/** One body may carry notifications of several kinds; those without a message are about the subscription itself. */
const bodySchema = z.object({
  value: z.array(
    z.object({
      clientState: z.string().nullish(),
      resourceData: z.object({ id: z.string().min(1) }).nullish(),
    }),
  ),
});

const ACCEPTED: HttpResponseInit = { status: 202 };

async function mailNotification(app: App, request: HttpRequest): Promise<HttpResponseInit> {
  const validationToken = request.query.get('validationToken');
  if (validationToken !== null) return handshake(validationToken);
  const parsed = bodySchema.safeParse(await json(request));
  if (!parsed.success) return problem('invalid', 'That is no notification.');
  const { value } = parsed.data;
  const expected = await app.mailClientState();
  if (value.length === 0 || !value.every(({ clientState }) => isSameSecret(clientState ?? '', expected))) {
    auditRefusal(app, { operation: 'mailNotification', status: 401, why: 'clientState' });
    return problem('unauthenticated');
  }
  const tenantId = request.query.get('tenantId');
  const mailbox = request.query.get('mailbox');
  if (tenantId === null || mailbox === null) return problem('invalid', 'The address names no mailbox.');
  for (const { resourceData } of value) {
    const messageId = resourceData?.id;
    // A subscription that ends is renewed by the sweep, which also finds what was missed.
    if (messageId !== undefined)
      await app.deps.events.publish({ type: 'Switchboard.MailNotified', tenantId, mailbox, messageId });
  }
  return ACCEPTED;
}

/** Graph wants its token back as it is, as plain text. */
const handshake = (token: string): HttpResponseInit => ({
  status: 200,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
  body: token,
});
