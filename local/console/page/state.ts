/** What is chosen on the page. Panels listen to what concerns them. */
type Listener = () => void;
const listeners = new Set<Listener>();

export const chosen = {
  interactionId: null as string | null,
  /** The latest instant of local Azure's clock, and when it was read. */
  clock: { now: Date.now(), readAt: performance.now() },
};

export function chooseInteraction(interactionId: string | null): void {
  chosen.interactionId = interactionId;
  listeners.forEach((listen) => listen());
}

export const onChoice = (listen: Listener): void => void listeners.add(listen);
