import type { AdaptiveCard } from './cards';

/**
 * The body that answers an `adaptiveCard/action` invoke (HTTP 200), after
 * https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model#response-format.
 */
export interface InvokeAnswer {
  readonly statusCode: number;
  readonly type: string;
  readonly value: unknown;
}

/** The presser sees this card in place of the one pressed. */
export const cardAnswer = (card: AdaptiveCard): InvokeAnswer => ({
  statusCode: 200,
  type: 'application/vnd.microsoft.card.adaptive',
  value: card,
});

/** The presser sees a line of text under the card, which stays. */
export const textAnswer = (text: string): InvokeAnswer => ({
  statusCode: 200,
  type: 'application/vnd.microsoft.activity.message',
  value: text,
});

/** Teams says that something went wrong and offers to try again. */
export const errorAnswer = (code: string, message: string): InvokeAnswer => ({
  statusCode: 500,
  type: 'application/vnd.microsoft.error',
  value: { code, message },
});
