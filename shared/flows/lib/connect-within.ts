/** From the accept of a call, or the word of a customer who was called, to the agent's Connect: 15 s of ringing and the time to read the card. */
export const CONNECT_WITHIN_MS = 30_000;
