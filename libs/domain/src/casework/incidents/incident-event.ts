import type { CaseId, CaseScope, Happened, Instant, Severity } from '../case-vocabulary.js';

/** In one word each, as the regimes have them. */
export const INCIDENT_KINDS = ['CRITICAL_SAFETY', 'LOSS_OF_CONTROL', 'WEIGHT_THEFT', 'MISUSE', 'MALFUNCTION', 'OTHER'] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

/** From whom it is known. A developer reports through the provider that serves it. */
export const INCIDENT_SOURCES = ['DEVELOPER', 'PROVIDER', 'REGULATOR', 'THIRD_PARTY'] as const;
export type IncidentSource = (typeof INCIDENT_SOURCES)[number];

export const INCIDENT_LINKS = ['FLAG', 'DECLARATION'] as const;
export type IncidentLinkKind = (typeof INCIDENT_LINKS)[number];

export interface IncidentFacts {
  /** Random: whoever reported it knows it by this and by nothing else. */
  incident: string;
  kind: IncidentKind;
  severity: Severity;
  /** Of death or serious injury. */
  imminentDanger: boolean;
  occurredAt: Instant;
  discoveredAt: Instant;
  source: IncidentSource;
  /** What it is about, where that is known: a customer record, an account, a compute cluster. */
  about?: CaseScope | undefined;
  /** Whose rules of incidents it falls under, as its reporter says. */
  jurisdictions: readonly string[];
}

export type IncidentEvent =
  | (Happened & IncidentFacts & { type: 'incident-reported'; personal?: { description: string; relatedModel?: string } })
  /** `other` is the case in which the flag or declaration is, where that is another one. */
  | (Happened & {
      type: 'incident-linked';
      incident: string;
      kind: IncidentLinkKind;
      ref: string;
      other?: CaseId | undefined;
      record?: { reason: string };
    })
  /** It was reported to the authority that a regime names: `clock` is that duty's. */
  | (Happened & {
      type: 'incident-report-made';
      incident: string;
      clock: string;
      madeAt: Instant;
      personal?: { to: string; reference?: string };
    });
