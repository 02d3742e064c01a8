/** An online meeting that the customer may join by its link. */
export interface WantedMeeting {
  readonly entraTenantId: string;
  /** Object id in Entra of whose meeting it is. */
  readonly organiserId: string;
  /** The same for every repeat: they all get the same meeting. */
  readonly key: string;
  readonly subject: string;
  readonly fromAt: number;
  readonly untilAt: number;
}

/** `elsewhere`: the organisation's directory is not the stamp's own; `notPermitted`: an administrator has not let the app do it. */
export type OpenedMeeting =
  | { readonly kind: 'opened'; readonly joinUrl: string }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'notPermitted' };

/** Where agents and customers see each other. */
export interface Meetings {
  /** Rejects when nothing was answered. */
  open(wanted: WantedMeeting): Promise<OpenedMeeting>;
}
