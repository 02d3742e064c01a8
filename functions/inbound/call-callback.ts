import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { parseCallbacks } from '../../shared/channels/voice';
import { interactionRefOf } from '../../shared/core/lib/ids';
import { handleCallEvent } from '../../shared/flows/voice/handle-call-event';
import { auditRefusal } from '../audit';
import type { App } from '../compose';
import { json } from '../operations';
import { reasonOf } from '../reason-of';
import { onHttp } from '../register';
import { done, problem, refusedToken } from '../respond';
import { callEventOf } from './call-event-of';

/** What Call Automation reports about a call of ours: an array of events, each on its own. */
export const registerCallCallback = (): void => onHttp('callCallback', callCallback);

async function callCallback(app: App, request: HttpRequest): Promise<HttpResponseInit> {
  const validated = await app.callTokens.validate(request.headers.get('authorization'));
  if (validated.kind === 'refused') {
    auditRefusal(app, { operation: 'callCallback', status: 401, why: validated.refusal });
    return refusedToken(validated.refusal);
  }
  const { tenantId = '', interactionId = '' } = request.params;
  const ref = interactionRefOf(tenantId, interactionId);
  const failures: string[] = [];
  for (const callback of parseCallbacks(await json(request))) {
    if (callback.kind !== 'callback') {
      // Most calls report things that nobody asks about; one that cannot be read is worth a look.
      const note = callback.kind === 'unsupported' ? app.deps.log.info : app.deps.log.warn;
      note('callback not taken', { interactionId, kind: callback.kind });
      continue;
    }
    try {
      await handleCallEvent(app.deps, ref, callEventOf(callback));
    } catch (error) {
      // One that fails must not keep back those behind it; Call Automation sends them all again.
      app.deps.log.error('callback failed', { interactionId, why: reasonOf(error) });
      failures.push(callback.sourceId);
    }
  }
  return failures.length === 0 ? done(undefined) : problem('unavailable');
}
