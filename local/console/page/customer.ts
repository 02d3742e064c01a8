import { h } from './dom';
import { createChatWindow } from './chat-window';
import { createHandset } from './handset';
import type { Device } from './device';
import { icon } from './icons';
import { createMailbox } from './mailbox';
import { createPhone } from './phone';

/** The customer's devices, behind tabs. Answers what refreshes the one that is shown. */
export function showCustomer(root: HTMLElement): () => Promise<void> {
  const devices: readonly Device[] = [createPhone(), createChatWindow(), createHandset(), createMailbox()];
  let shown = devices[1];
  const tabs = devices.map((device) =>
    h(
      'button',
      {
        type: 'button',
        role: 'tab',
        id: `tab-${device.id}`,
        'aria-controls': `panel-${device.id}`,
        onclick: () => choose(device),
        onkeydown: (event) => step(event as KeyboardEvent),
      },
      icon(device.icon),
      device.label,
    ),
  );
  const panels = devices.map(({ id, element }) =>
    h('div', { role: 'tabpanel', id: `panel-${id}`, 'aria-labelledby': `tab-${id}` }, element),
  );

  function choose(device: Device): void {
    shown = device;
    devices.forEach((one, index) => {
      tabs[index]?.setAttribute('aria-selected', String(one === device));
      if (tabs[index]) tabs[index].tabIndex = one === device ? 0 : -1;
      if (panels[index]) panels[index].hidden = one !== device;
    });
    void device.refresh();
  }

  /** Arrow keys go from tab to tab, as screen readers' users expect. */
  function step({ key }: KeyboardEvent): void {
    const by = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
    if (by === 0 || shown === undefined) return;
    const next = (devices.indexOf(shown) + by + devices.length) % devices.length;
    const device = devices[next];
    if (device) choose(device);
    tabs[next]?.focus();
  }

  root.replaceChildren(
    h('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Customer’s devices' }, ...tabs),
    ...panels,
  );
  if (shown) choose(shown);
  // All of them: a call goes on while somebody looks at another tab.
  return async () => {
    await Promise.all(devices.map((device) => device.refresh()));
  };
}
