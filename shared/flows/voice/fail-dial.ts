import type { DialFailure } from '../../core/interaction/events';
import type { InteractionRef } from '../../core/lib/ids';
import { changeInteraction, type Changed } from '../lib/change-interaction';
import type { Deps } from '../lib/deps';
import { noticeOf } from '../lib/notice';
import { whenMayCallBack } from './may-call-back';

/** Lines are given back when calls end: soon, or not so soon. */
const LINE_RETRY_MS = 30_000;

/** A customer who asked for a call was not reached: tried again when they may be called, or given up with a text. */
export async function failDial(deps: Deps, ref: InteractionRef, why: DialFailure): Promise<Changed> {
  const stored = await deps.interactions.load(ref);
  if (stored === undefined) return { kind: 'missing' };
  const { facts, deferred, phase } = stored.interaction;
  const { config } = await deps.configs.live(ref.tenantId);
  const { attempts, retryAfterMs, textFrom } = config.conversation.callback;
  const now = deps.clock.now();
  const number = deferred?.kind === 'callback' ? deferred.number : '';
  const again = now + (why === 'noLine' ? LINE_RETRY_MS : why === 'notNow' ? 0 : retryAfterMs);
  const retryAt = (await whenMayCallBack(deps, facts, number, again)) ?? again;
  const language = phase.name === 'connecting' ? phase.visit.language : config.tenant.languages[0];
  const text = noticeOf(config, 'callbackGivenUp', language);
  const isAsked = deferred?.kind === 'callback' && deferred.by === undefined;
  const lastText = !isAsked || textFrom === null || text === null ? null : { from: textFrom, to: number, text };
  return changeInteraction(deps, ref, () => ({
    type: 'failDial',
    at: deps.clock.now(),
    why,
    retryAt,
    attempts,
    lastText,
  }));
}
