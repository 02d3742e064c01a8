import type { PipelinePolicy, PipelineResponse } from '@azure/core-rest-pipeline';

/** Lets so many milliseconds of real time pass. */
export type Waiting = (ms: number) => Promise<void>;

const inRealTime: Waiting = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Who wrote sees their words go out within this, as if nothing had been; what takes longer is done from the record. */
const PATIENCE_MS = 1_000;
const TRIES = 3;
/** Before somebody else may take what is being sent for abandoned, all tries are over. */
const LATER_TIMEOUT_MS = 3_000;
/** Those who were refused together come back one by one. */
const APART_MS = 250;

/**
 * Tries again what was refused as one too many (429), once the service says that there is room. Such a request was surely not done:
 * this is for sinks where a repeat after any other failure could show something twice.
 */
export const roomPolicy = (wait: Waiting = inRealTime): PipelinePolicy => ({
  name: 'switchboardRoom',
  async sendRequest(request, next) {
    let response = await next(request);
    for (let tried = 1; tried < TRIES; tried += 1) {
      const roomInMs = roomIn(response);
      if (roomInMs === null || roomInMs > PATIENCE_MS) return response;
      await wait(roomInMs + Math.random() * APART_MS);
      request.timeout = LATER_TIMEOUT_MS;
      response = await next(request);
    }
    return response;
  },
});

/** As Azure's services say it, the finest first. */
const ROOM_HEADERS = [
  { name: 'retry-after-ms', unitMs: 1 },
  { name: 'x-ms-retry-after-ms', unitMs: 1 },
  { name: 'retry-after', unitMs: 1_000 },
] as const;

/** Null where it was not refused for that, or for nobody knows how long. */
function roomIn({ status, headers }: PipelineResponse): number | null {
  if (status !== 429) return null;
  const said = ROOM_HEADERS.map(({ name, unitMs }) => Number(headers.get(name) || Number.NaN) * unitMs);
  return said.find((ms) => Number.isFinite(ms) && ms >= 0) ?? null;
}
