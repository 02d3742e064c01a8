type Attributes = Readonly<Record<string, string>>;

/** An element with attributes and children; texts are never markup. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Says a text where something stands to be said, or nothing. */
export function tell(element: HTMLElement, text: string | null): void {
  element.hidden = text === null || text === '';
  if (element.textContent !== text) element.textContent = text;
}

const SVG = 'http://www.w3.org/2000/svg';

/** A paper clip, drawn: not every font has one. */
export function clip(): SVGElement {
  const icon = document.createElementNS(SVG, 'svg');
  const drawn = { viewBox: '0 0 20 20', width: '18', height: '18', 'aria-hidden': 'true', class: 'clip' };
  for (const [name, value] of Object.entries(drawn)) icon.setAttribute(name, value);
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute(
    'd',
    'M13 5 6.8 11.2a1.8 1.8 0 0 0 2.5 2.5l6-6a3.6 3.6 0 0 0-5-5l-6.2 6.1a5.3 5.3 0 0 0 7.5 7.5L16 12',
  );
  icon.append(path);
  return icon;
}
