import { createContext, useCallback, useContext, useSyncExternalStore, useEffect, useState } from 'react';
import { ApiError, type Api, type ApiErrorCode } from './data/api';
import { serverNow } from './data/server-clock';
import type { Seen, Source } from './data/source';
import { en, type Texts } from './text/en';

export const TextContext = createContext<Texts>(en);
export const useTexts = (): Texts => useContext(TextContext);

const nobody = () => Promise.reject(new Error('Nobody is signed in.'));
const noApi: Api = { call: nobody, file: nobody, sendFile: nobody };

export const ApiContext = createContext<Api>(noApi);
export const useApi = (): Api => useContext(ApiContext);

/** The agent's tenant; null for whoever is no agent. */
export const TenantContext = createContext<string | null>(null);

export const useSource = <State>({ subscribe, get }: Source<State>): Seen<State> =>
  useSyncExternalStore(subscribe, get);

/** What went wrong, in words for the person. */
export function troubleText(texts: Texts, error: unknown): string {
  const code: ApiErrorCode = error instanceof ApiError ? error.code : 'failed';
  return texts.troubles[code];
}

export interface Act {
  readonly isBusy: boolean;
  readonly trouble: unknown;
  run(): Promise<boolean>;
  forget(): void;
}

/** Something a person does by a button: one at a time, with its trouble kept until it is tried again. */
export function useAct(act: () => Promise<unknown>): Act {
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<unknown>(null);
  const run = useCallback(async () => {
    setBusy(true);
    setTrouble(null);
    try {
      await act();
      return true;
    } catch (error) {
      setTrouble(error);
      return false;
    } finally {
      setBusy(false);
    }
  }, [act]);
  return { isBusy, trouble, run, forget: () => setTrouble(null) };
}

const EVERY_MS = 1_000;

/** The present by the server's clock, renewed every second. */
export function useNow(): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
