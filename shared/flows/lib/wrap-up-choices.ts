import type { CompiledConfig } from '../../core/config/compiled';
import type { WrapUpChoice } from '../../ports/agent-desk';

/** What an agent may say an interaction of this queue was about, in the order of the configuration. */
export const wrapUpChoicesOf = ({ wrapUpCodes }: CompiledConfig, queueId: string): readonly WrapUpChoice[] =>
  [...wrapUpCodes.values()]
    .filter(({ queueIds }) => queueIds === null || queueIds.includes(queueId))
    .map(({ id, name }) => ({ code: id, title: name }));
