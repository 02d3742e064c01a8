/**
 * What agents' presence in Teams is used for: nothing (unless set); a veto against offers; and, beside that, agents who hold texts are shown busy
 * to their colleagues.
 */
export const PRESENCE_USES = ['off', 'veto', 'vetoAndSet'] as const;

/** See {@link PRESENCE_USES}. */
export type PresenceUse = (typeof PRESENCE_USES)[number];
