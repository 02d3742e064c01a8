import { read } from './api';
import { byId } from './dom';
import { clockTime, dayOf } from './format';
import { chosen } from './state';

/** The clock of local Azure, which goes on between two readings. */
export function showClock(): () => Promise<void> {
  const element = byId('clock');
  let isRunning = false;
  const draw = () => {
    const { now, readAt } = chosen.clock;
    const at = isRunning ? now + performance.now() - readAt : now;
    element.textContent = `${dayOf(at)}, ${clockTime(at)} New York`;
  };
  window.setInterval(draw, 1_000);
  return async () => {
    const before = chosen.clock;
    const { now } = await read<{ now: number }>('clock');
    isRunning = now !== before.now;
    chosen.clock = { now, readAt: performance.now() };
    draw();
  };
}
