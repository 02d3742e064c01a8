import { clockTime } from './format';
import type { Inspected, Span } from './inspected';

const WIDTH = 900;
const LABELS = 220;
const ROW = 20;
const AXIS = 22;
const MARKS = 4;
/** What is over at once must still be seen. */
const NARROWEST = 4;
const LONGEST_NAME = 34;

const NAMESPACE = 'http://www.w3.org/2000/svg';

function svg(tag: string, attributes: Readonly<Record<string, string | number>>, text?: string): SVGElement {
  const element = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  if (text !== undefined) element.textContent = text;
  return element;
}

/** Draws the stretches of an instance's life, one below the other; what still runs reaches to the end. */
export function drawTimeline({ id, createdAt, updatedAt, spans }: Inspected): SVGElement {
  const ends = spans.flatMap(({ startedAt, endedAt }) => [startedAt, endedAt ?? 0]);
  const last = Math.max(updatedAt, createdAt + 1, ...ends);
  const x = (instant: number) => LABELS + ((instant - createdAt) / (last - createdAt)) * (WIDTH - LABELS - 10);
  const height = AXIS + spans.length * ROW + 6;
  const label = `Timeline of ${id}: ${spans.length} stretches`;
  const drawing = svg('svg', {
    class: 'timeline',
    viewBox: `0 0 ${WIDTH} ${height}`,
    role: 'img',
    'aria-label': label,
  });
  for (let i = 0; i <= MARKS; i += 1) {
    const instant = createdAt + ((last - createdAt) * i) / MARKS;
    const anchor = i === MARKS ? 'end' : 'start';
    drawing.append(
      svg('line', { class: 'grid', x1: x(instant), x2: x(instant), y1: AXIS - 6, y2: height }),
      svg('text', { class: 'axis', x: x(instant), y: 12, 'text-anchor': anchor }, clockTime(instant)),
    );
  }
  spans.forEach((span, row) => drawing.append(...bar(span, AXIS + row * ROW, x, last)));
  return drawing;
}

function bar(span: Span, y: number, x: (instant: number) => number, last: number): SVGElement[] {
  const { kind, name, outcome, startedAt, endedAt } = span;
  const label = kind === 'timer' ? `timer until ${clockTime(Date.parse(name))}` : name;
  const width = Math.max(NARROWEST, x(endedAt ?? last) - x(startedAt));
  const drawn = svg('rect', {
    class: `bar ${kind} ${outcome}`,
    x: x(startedAt),
    y: y + 3,
    width,
    height: ROW - 8,
    rx: 3,
  });
  const seconds = endedAt === null ? '' : `, ${((endedAt - startedAt) / 1_000).toFixed(1)} s`;
  drawn.append(svg('title', {}, `${kind} ${label}: ${outcome}${seconds}`));
  const shown = label.length > LONGEST_NAME ? `${label.slice(0, LONGEST_NAME - 1)}…` : label;
  return [svg('text', { x: 6, y: y + ROW - 7 }, shown), drawn];
}
