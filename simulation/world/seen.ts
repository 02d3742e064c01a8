import type { AgentId, ExpectedWait } from '../../shared/core/routing/types';
import type { Contact } from './contact';

/** What somebody who counts sees of a world, in the order in which it happens. */
export type Seen =
  /** A queue visit begins. */
  | { readonly kind: 'queued'; readonly at: number; readonly contact: Contact; readonly targetMs: number }
  /** What they are told of their wait as it begins. */
  | { readonly kind: 'told'; readonly at: number; readonly contact: Contact; readonly wait: ExpectedWait }
  | { readonly kind: 'offered'; readonly at: number; readonly contact: Contact; readonly agentId: AgentId }
  | { readonly kind: 'notTaken'; readonly at: number; readonly contact: Contact; readonly agentId: AgentId }
  | { readonly kind: 'answered'; readonly at: number; readonly contact: Contact; readonly agentId: AgentId }
  /** All waiting places were taken. */
  | { readonly kind: 'blocked'; readonly at: number; readonly contact: Contact }
  /** The customer left. */
  | { readonly kind: 'left'; readonly at: number; readonly contact: Contact }
  /** The longest wait was over. */
  | { readonly kind: 'expired'; readonly at: number; readonly contact: Contact }
  /** The world ended and nobody had come. */
  | { readonly kind: 'stranded'; readonly at: number; readonly contact: Contact }
  /** An agent was given something to hold (an offer counts), or is rid of it. */
  | { readonly kind: 'holds'; readonly at: number; readonly agentId: AgentId; readonly by: 1 | -1 }
  | { readonly kind: 'signedIn'; readonly at: number; readonly agentId: AgentId; readonly isSignedIn: boolean }
  | { readonly kind: 'periodEnd'; readonly at: number };

export type Witness = (seen: Seen) => void;
