type Child = Node | string | null | undefined | false;
type Attributes = Readonly<Record<string, string | boolean | number | ((event: Event) => void) | undefined>>;

/** Makes an element. `on…` attributes are listeners; false and undefined ones are left out. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(
    ...children.filter((child): child is Node | string => !(child === null || child === undefined || child === false)),
  );
  return element;
}

/** The element with an id; the page is ours, so a missing one is a defect. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no element ${id}.`);
  return found;
}

interface Row<Item> {
  readonly key: (item: Item) => string;
  /** What of an item is shown: a row is built anew only when this changes, so that focus and inputs last. */
  readonly mark: (item: Item) => string;
  readonly build: (item: Item) => HTMLElement;
}

const marks = new WeakMap<Element, string>();

/** Makes the children of `parent` show `items`, in order. */
export function showList<Item>(parent: HTMLElement, items: readonly Item[], row: Row<Item>): void {
  const before = new Map([...parent.children].map((child) => [(child as HTMLElement).dataset['key'] ?? '', child]));
  const wanted = items.map((item) => {
    const key = row.key(item);
    const mark = row.mark(item);
    const old = before.get(key);
    if (old !== undefined && marks.get(old) === mark) return old;
    const built = row.build(item);
    built.dataset['key'] = key;
    marks.set(built, mark);
    return built;
  });
  for (const child of [...parent.children]) if (!wanted.includes(child)) child.remove();
  wanted.forEach((element, index) => {
    if (parent.children[index] !== element) parent.insertBefore(element, parent.children[index] ?? null);
  });
}

/** Replaces the content of an element, but only when `mark` is another than last time. */
export function showOnce(element: HTMLElement, mark: string, build: () => readonly Child[]): void {
  if (marks.get(element) === mark) return;
  marks.set(element, mark);
  element.replaceChildren(...build().filter((child): child is Node | string => Boolean(child)));
}

/** Keeps a log at its end, unless somebody scrolled up in it. */
export function stayAtEnd(log: HTMLElement, change: () => void): void {
  const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  change();
  if (isAtEnd) log.scrollTop = log.scrollHeight;
}

let hidden = 0;

/** Tells of something that went wrong, for some seconds. */
function toast(text: string): void {
  const element = byId('toast');
  element.textContent = text;
  element.classList.add('shown');
  window.clearTimeout(hidden);
  hidden = window.setTimeout(() => element.classList.remove('shown'), 6_000);
}

/** Tells why something that was asked for was not done. */
export const complain = (error: unknown): void => toast(error instanceof Error ? error.message : String(error));

/** A button that is disabled while what it does is under way. */
export function actButton(label: string, act: () => Promise<unknown>, attributes: Attributes = {}): HTMLButtonElement {
  const button = h('button', { type: 'button', ...attributes }, label);
  button.addEventListener('click', () => {
    button.disabled = true;
    void act()
      .catch(complain)
      .finally(() => {
        button.disabled = false;
      });
  });
  return button;
}
