import type { Answered, Api } from './api';
import { observeServer, serverNow } from './server-clock';
import { createSource, type Source } from './source';

export type FloorView = Answered<'getFloor'>;
export type Intervals = Answered<'getIntervalFigures'>;

export const QUARTER_MS = 15 * 60_000;
/** Four hours: what a wallboard's trend shows. */
export const TREND_INTERVALS = 16;

export const floorSource = (api: Api, tenantId: string): Source<FloorView> =>
  createSource(
    async () => {
      const floor = await api.call('getFloor', { query: { tenantId } });
      observeServer(floor.at);
      return floor;
    },
    { everyMs: 3_000, hiddenEveryMs: 15_000, toldEveryMs: 10_000 },
  );

/** The quarters of an hour up to the server's now. */
export const trendSource = (api: Api, tenantId: string): Source<Intervals> =>
  createSource(
    () => {
      const end = (Math.floor(serverNow() / QUARTER_MS) + 1) * QUARTER_MS;
      const from = new Date(end - TREND_INTERVALS * QUARTER_MS).toISOString();
      return api.call('getIntervalFigures', { query: { tenantId, from, to: new Date(end).toISOString() } });
    },
    { everyMs: 15_000, hiddenEveryMs: 60_000, toldEveryMs: 15_000 },
  );
