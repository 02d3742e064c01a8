import { read } from './api';
import { byId } from './dom';
import { clockTime, dayOf } from './format';
import { chosen } from './state';

/** The clock of local Azure, which goes on between two readings. */
export function showClock(): () => Promise<void> {
  const element = byId('clock');
  let speed = 0;
  const draw = () => {
    const { now, readAt } = chosen.clock;
    const at = now + (performance.now() - readAt) * speed;
    const fast = speed > 1 ? ` · ${Math.round(speed)}×` : '';
    element.textContent = `${dayOf(at)}, ${clockTime(at)} New York${fast}`;
  };
  window.setInterval(draw, 1_000);
  return async () => {
    const { now, speed: follows } = await read<{ now: number; speed: number }>('clock');
    speed = follows;
    chosen.clock = { now, readAt: performance.now() };
    draw();
  };
}
