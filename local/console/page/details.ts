import { byId, h } from './dom';

/** Shows something as JSON, in a dialog. */
export function openDetails(title: string, content: () => unknown): void {
  const dialog = byId('details') as HTMLDialogElement;
  dialog.replaceChildren(
    h('h2', { id: 'details-title' }, title),
    h('pre', { tabindex: 0 }, JSON.stringify(content(), null, 2)),
    h('form', { method: 'dialog' }, h('button', { class: 'primary' }, 'Close')),
  );
  dialog.showModal();
}
