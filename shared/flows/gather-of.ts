import type { FlowEffect } from '../core/flow/protocol';
import type { Gather } from '../core/interaction/acts';
import { never } from '../core/lib/never';

/** How a call listens for the answer to a question of a flow. */
export function gatherOf({ answers, timeoutMs, bargeIn }: Extract<FlowEffect, { kind: 'gather' }>): Gather {
  const common = { timeoutMs, bargeIn };
  switch (answers.kind) {
    case 'choices': {
      const words = answers.options.flatMap((option) => option.words);
      return { kind: 'choices', digits: answers.options.map(({ digit }) => digit), words, ...common };
    }
    case 'keys': {
      const { max, endKey, betweenMs } = answers.keys;
      return { kind: 'keys', max, endKey, betweenMs, speech: answers.speech, ...common };
    }
    case 'sealedKeys': {
      const { max, endKey, betweenMs } = answers.keys;
      return { kind: 'keys', max, endKey, betweenMs, speech: false, ...common };
    }
    case 'words':
      return { kind: 'words', ...common };
    default:
      return never(answers);
  }
}
