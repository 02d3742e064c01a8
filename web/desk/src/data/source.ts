/** Something that is looked at again and again, until changes are told. */
export interface Source<State> {
  /** The newest state; undefined before the first look succeeded. */
  get(): Seen<State>;
  subscribe(listener: () => void): () => void;
  /** Something changed: looks soon, once for all hints of that moment. */
  hint(): void;
  /** While changes are told, looking by itself is only for what was never told. */
  setTold(isTold: boolean): void;
  /** Looks now; answers when that look is done, whatever came of it. */
  refresh(): Promise<void>;
}

export interface Seen<State> {
  readonly state: State | undefined;
  /** Why the newest look failed; null when it did not. What was seen before stays. */
  readonly trouble: unknown;
}

export interface Pace {
  /** Between two looks while the page is seen, and while it is not. */
  readonly everyMs: number;
  readonly hiddenEveryMs: number;
  /** Between two looks while changes are told. */
  readonly toldEveryMs: number;
}

/** Changes come in bunches: one look sees them all. */
const HINT_MS = 250;

/** Polls `look`. A look that is still under way when the next is due is waited for: answers never overtake each other. */
export function createSource<State>(look: () => Promise<State>, pace: Pace): Source<State> {
  const listeners = new Set<() => void>();
  let seen: Seen<State> = { state: undefined, trouble: null };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isTold = false;

  const tell = () => listeners.forEach((listener) => listener());

  async function lookOnce(): Promise<void> {
    try {
      seen = { state: await look(), trouble: null };
    } catch (trouble) {
      seen = { ...seen, trouble };
    }
    tell();
  }

  const refresh = oneAtATime(lookOnce, { onBegin: () => clearTimeout(timer), onEnd: () => schedule() });
  const hinted = soonOnce(() => void refresh());

  function schedule(): void {
    if (listeners.size === 0) return;
    timer = setTimeout(() => void refresh(), isTold ? pace.toldEveryMs : untoldMs(pace));
  }

  const onVisible = () => {
    if (!document.hidden) void refresh();
  };

  return {
    get: () => seen,
    subscribe(listener) {
      listeners.add(listener);
      if (listeners.size === 1) {
        document.addEventListener('visibilitychange', onVisible);
        void refresh();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearTimeout(timer);
        document.removeEventListener('visibilitychange', onVisible);
      };
    },
    hint() {
      if (listeners.size > 0) hinted();
    },
    setTold(told) {
      isTold = told;
      clearTimeout(timer);
      schedule();
    },
    refresh,
  };
}

const untoldMs = ({ hiddenEveryMs, everyMs }: Pace): number => (document.hidden ? hiddenEveryMs : everyMs);

/**
 * Runs the job, never twice at once. What is asked for during a run must see what happened before it was asked: that run may be
 * too old, so another follows, and all who asked wait for it.
 */
function oneAtATime(
  job: () => Promise<void>,
  { onBegin, onEnd }: { readonly onBegin: () => void; readonly onEnd: () => void },
): () => Promise<void> {
  let running: Promise<void> | undefined;
  let again = false;
  async function untilNobodyAsks(): Promise<void> {
    do {
      again = false;
      await job();
    } while (again);
  }
  return async () => {
    if (running !== undefined) {
      again = true;
      return running;
    }
    onBegin();
    running = untilNobodyAsks();
    await running;
    running = undefined;
    onEnd();
  };
}

/** Acts a moment after the first of several calls. */
function soonOnce(act: () => void): () => void {
  let isComing = false;
  return () => {
    if (isComing) return;
    isComing = true;
    setTimeout(() => {
      isComing = false;
      act();
    }, HINT_MS);
  };
}
