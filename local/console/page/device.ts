import type { IconName } from './icons';

/** A part of the customer's side. */
export interface Device {
  readonly id: string;
  readonly label: string;
  readonly icon: IconName;
  readonly element: HTMLElement;
  refresh(): Promise<void>;
}
