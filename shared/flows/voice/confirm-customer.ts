import type { Prompt } from '../../core/interaction/acts';
import type { InteractionRef } from '../../core/lib/ids';
import type { StoredInteraction } from '../../ports/interaction-store';
import { voiceOf } from '../command-of-step';
import { changeInteraction } from '../lib/change-interaction';
import { CONNECT_WITHIN_MS } from '../lib/connect-within';
import type { Deps } from '../lib/deps';
import { noticeOf } from '../lib/notice';
import { encodeContext } from './call-context';
import { failDial } from './fail-dial';

/** Time to take the telephone from the ear and find a key; a voicemail's own greeting is longer. */
const ANSWER_WITHIN_MS = 10_000;
const YES = '1';

/** A machine may have answered: only a key says that a human is there (design, fact 7). */
export async function askWhetherThere(deps: Deps, stored: StoredInteraction, callRef: string): Promise<void> {
  const { facts, deferred, phase } = stored.interaction;
  if (deferred?.kind !== 'callback' || phase.name !== 'connecting') return;
  // The agent who called hears for themselves who answered.
  if (deferred.by !== undefined) return confirm(deps, facts);
  const { config } = await deps.configs.live(facts.tenantId);
  const { language } = phase.visit;
  const words = noticeOf(config, 'callbackGreeting', language) ?? '';
  const gather = {
    kind: 'choices',
    digits: [YES],
    words: [],
    timeoutMs: ANSWER_WITHIN_MS,
    bargeIn: true,
  } as const;
  const voice = voiceOf(config, language);
  const prompt: Prompt = { say: [words], spoken: null, voice, language, turn: 0, gather, purpose: 'confirm' };
  const context = encodeContext({ kind: 'confirm', turn: 0 });
  // Named by the call, so that a repeat of the report asks once.
  await deps.voice.prompt({ callRef, key: `${callRef}/confirm`, context }, deferred.number, prompt);
}

/** Answered by a human, or by nobody: then the call is no use. */
export async function whetherThere(
  deps: Deps,
  ref: InteractionRef,
  event: { readonly kind: string; readonly digits?: string },
): Promise<void> {
  if (event.kind !== 'gathered' || event.digits !== YES) {
    await failDial(deps, ref, 'notConfirmed');
    return;
  }
  await confirm(deps, ref);
}

async function confirm(deps: Deps, ref: InteractionRef): Promise<void> {
  const at = deps.clock.now();
  await changeInteraction(deps, ref, () => ({ type: 'confirmCustomer', at, connectWithinMs: CONNECT_WITHIN_MS }));
}
