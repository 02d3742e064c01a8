import { useCallback, useState } from 'react';
import { useApi } from '../context';
import type { Asked } from '../data/api';
import type { DeskState } from '../data/desk';
import type { Source } from '../data/source';

/** A state that can be asked for. */
export type Wanted = NonNullable<Asked<'setAgentState'>['body']>;

/** Sets the agent's own state. `taken`: the API took it, and the desk has not seen it yet. What went wrong is kept until the next try. */
export function useOwnState(source: Source<DeskState>) {
  const api = useApi();
  const [taken, setTaken] = useState<Wanted | null>(null);
  const [trouble, setTrouble] = useState<unknown>(null);
  const set = useCallback(
    async (body: Wanted) => {
      setTrouble(null);
      await api.call('setAgentState', { body }).then(() => setTaken(body), setTrouble);
      await source.refresh();
      setTaken(null);
    },
    [api, source],
  );
  return { taken, set, trouble, forget: () => setTrouble(null) };
}
