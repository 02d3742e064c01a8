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

/** Whose next interaction is to be chosen as soon as it is there; a customer's address. */
let followed: string | null = null;

export function follow(customerAddress: string): void {
  followed = customerAddress;
}

/** The followed customer's open interaction, once: afterwards the choice is the reader's. */
export function chooseFollowed(
  interactions: readonly { interactionId: string; customerAddress: string; phase: string }[],
): void {
  const found = interactions.find(({ customerAddress, phase }) => customerAddress === followed && phase !== 'closed');
  if (found === undefined) return;
  followed = null;
  chooseInteraction(found.interactionId);
}

export const onChoice = (listen: Listener): void => void listeners.add(listen);
