import { byId, h } from './dom';

/** Shows something as JSON, in a dialog. */
export const openDetails = (title: string, content: () => unknown): void =>
  openDialog(title, h('pre', { tabindex: 0 }, JSON.stringify(content(), null, 2)));

export function openDialog(title: string, ...content: readonly HTMLElement[]): void {
  const dialog = byId('details') as HTMLDialogElement;
  dialog.replaceChildren(
    h('h2', { id: 'details-title' }, title),
    ...content,
    h('form', { method: 'dialog' }, h('button', { class: 'primary' }, 'Close')),
  );
  dialog.showModal();
}
