/** Of whom Communication Services must be told before it carries their calls. */
export interface VoicePrincipal {
  readonly entraTenantId: string;
  readonly objectId: string;
  readonly kind: 'resourceAccount' | 'agent';
}

/** Consents to Teams Phone extensibility, kept by Communication Services. */
export interface VoiceConsents {
  /** Says it, however often. `refused`: the organisation, or the service, does not allow it. */
  assign(principal: VoicePrincipal): Promise<'assigned' | 'refused' | 'unreachable'>;
}
