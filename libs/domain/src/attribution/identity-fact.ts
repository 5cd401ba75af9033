import type { ControlKind } from '../control/control-edge.js';
import type { Fraction } from '../control/fraction.js';
import type { VerificationLevel } from '../customers/customer-profile.js';
import type { LinkEndCause, LinkEvidence } from '../links/account-link.js';

/** What `customer.v1` says, as far as use is attributed or judged by it. Times in ms since 1970; `toMs` exclusive, absent when open. */
export type IdentityFact = { readonly sequence: number; readonly knownAtMs: number } & IdentityStatement;

export type IdentityStatement =
  | {
      readonly type: 'standing';
      readonly customer: string;
      readonly provider: string;
      /** Rents nothing itself. */
      readonly related: boolean;
      readonly level: VerificationLevel;
      readonly status: 'ACTIVE' | 'SUSPENDED' | 'CLOSED';
      readonly fromMs: number;
      readonly levelValidUntilMs?: number;
    }
  | {
      readonly type: 'linked';
      readonly link: string;
      readonly provider: string;
      readonly account: string;
      readonly customer: string;
      readonly fromMs: number;
      readonly toMs?: number;
      readonly evidence: LinkEvidence;
    }
  | {
      readonly type: 'unlinked';
      readonly link: string;
      readonly provider: string;
      readonly account: string;
      readonly customer: string;
      readonly atMs: number;
      readonly cause: LinkEndCause;
    }
  | { readonly type: 'resolved'; readonly customer: string; readonly provider: string; readonly party: string }
  | {
      readonly type: 'controlStated';
      readonly edge: string;
      readonly provider: string;
      readonly owner: string;
      readonly owned: string;
      readonly kind: ControlKind;
      readonly share?: Fraction;
      readonly fromMs: number;
      readonly toMs?: number;
    }
  | { readonly type: 'controlEnded'; readonly edge: string; readonly atMs: number }
  | {
      readonly type: 'intentDeclared';
      readonly customer: string;
      readonly provider: string;
      readonly version: number;
      readonly trains: 'YES' | 'NO' | 'UNDECIDED';
      /** FLOP. */
      readonly computeFlop?: bigint;
      readonly modalities: readonly string[];
      readonly fromMs?: number;
      readonly toMs?: number;
    }
  | {
      readonly type: 'attested';
      readonly exemption: string;
      readonly customer: string;
      readonly provider: string;
      readonly subject: string;
      readonly fromMs: number;
      readonly untilMs: number;
    }
  /** Of what was no attestation too: it says nothing then. */
  | { readonly type: 'attestationEnded'; readonly exemption: string; readonly customer: string; readonly atMs: number }
  /** The person is gone from the record; links and use under its pseudonymous id stay. */
  | { readonly type: 'erased'; readonly customer: string; readonly provider: string }
  /** Says nothing about use (resellers, assessments, revalidations, exemptions): kept out, but counted, so that the sequence has no gaps. */
  | { readonly type: 'other' };
