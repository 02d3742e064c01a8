import type { CardAnswer } from './chats';
import type { DeliveryOutcome } from './delivery';
import { ADAPTIVE_CARD } from './options';

/**
 * What the client makes of the answer to a card action, after
 * https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model#response-format.
 * Null: the bot took it and shows nothing.
 */
export function answerOf(outcome: DeliveryOutcome): CardAnswer | null {
  if (outcome.kind !== 'answered')
    return somethingWentWrong('BotUnavailable', `The bot did not answer: ${outcome.kind}.`);
  if (outcome.status !== 200) return somethingWentWrong(String(outcome.status), `The bot answered ${outcome.status}.`);
  if (outcome.body === '') return null;
  const body = jsonOf(outcome.body);
  return body === undefined ? somethingWentWrong('BadAnswer', 'The bot answered no JSON.') : answerIn(body);
}

interface InvokeAnswer {
  readonly statusCode?: unknown;
  readonly type?: unknown;
  readonly value?: unknown;
}

function answerIn({ statusCode, type, value }: InvokeAnswer): CardAnswer | null {
  if (statusCode !== 200) return errorIn(value, String(statusCode));
  switch (type) {
    case ADAPTIVE_CARD:
      return { kind: 'card', card: value };
    case 'application/vnd.microsoft.activity.message':
      return { kind: 'text', text: String(value) };
    default:
      return somethingWentWrong('BadAnswer', `An answer of type ${String(type)} cannot be shown.`);
  }
}

function errorIn(value: unknown, statusCode: string): CardAnswer {
  const { code, message } = (value ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  return somethingWentWrong(
    typeof code === 'string' ? code : statusCode,
    typeof message === 'string' ? message : 'Something went wrong. Please try again.',
  );
}

const somethingWentWrong = (code: string, message: string): CardAnswer => ({ kind: 'error', code, message });

function jsonOf(text: string): InvokeAnswer | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? body : undefined;
  } catch {
    return undefined;
  }
}
