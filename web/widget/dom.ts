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
