/**
 * What somebody vouches for about a customer (an attestation) or what it is spared (an exemption), with an end, a reason and a name.
 *
 *   (none) ──grant──▶ standing ──its end, or ended by a person (reason)──▶ over
 *
 * An exemption never silences a crossing. It is said in the data of every one (`silences: []`), so that a consumer that looks for what to leave out
 * finds that there is nothing: it may ask for less paper, and changes no number and no flag.
 */
import { type CustomerDecision, reasonFault, refuseCustomer } from './customer-refusal.js';
import { ownMember } from './own-member.js';

export type ExemptionKind = 'ATTESTATION' | 'EXEMPTION';

export interface Exemption {
  readonly id: string;
  readonly kind: ExemptionKind;
  /** What is attested, or what is not asked for. */
  readonly subject: string;
  readonly reason: string;
  readonly grantedBy: string;
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  readonly evidence: readonly string[];
  /** What this keeps from being flagged: nothing, by type. */
  readonly silences: readonly [];
  readonly ended?: { readonly by: string; readonly atMs: number; readonly reason: string };
}

export type ExemptionCommand =
  | {
      type: 'grant-exemption';
      id: string;
      kind: ExemptionKind;
      subject: string;
      reason: string;
      toMs?: number;
      evidence: readonly string[];
      by: string;
      nowMs: number;
    }
  | { type: 'end-exemption'; id: string; reason: string; by: string; nowMs: number };

export type ExemptionEvent =
  | { type: 'exemption-granted'; exemption: Exemption; by: string; atMs: number }
  | { type: 'exemption-ended'; id: string; reason: string; by: string; atMs: number };

export type Exemptions = Readonly<Record<string, Exemption>>;

export function decideExemption(exemptions: Exemptions, command: ExemptionCommand): CustomerDecision<ExemptionEvent> {
  const fault = reasonFault(command.reason);
  if (fault !== undefined) return fault;
  return command.type === 'grant-exemption' ? grant(exemptions, command) : end(exemptions, command);
}

function grant(exemptions: Exemptions, command: ExemptionCommand & { type: 'grant-exemption' }): CustomerDecision<ExemptionEvent> {
  const { id, kind, subject, reason, toMs, evidence, by, nowMs } = command;
  if (ownMember(exemptions, id) !== undefined) return refuseCustomer('EXEMPTION_EXISTS', 'There is one of this id.');
  if (toMs === undefined) return refuseCustomer('EXPIRY_MISSING', 'Say until when: nothing is exempt for ever.', 'to');
  if (toMs <= nowMs) return refuseCustomer('EXPIRY_PASSED', 'The end lies in the past.', 'to');
  const exemption: Exemption = { id, kind, subject, reason, grantedBy: by, fromMs: nowMs, toMs, evidence, silences: [] };
  return { events: [{ type: 'exemption-granted', exemption, by, atMs: nowMs }] };
}

function end(
  exemptions: Exemptions,
  { id, reason, by, nowMs }: ExemptionCommand & { type: 'end-exemption' },
): CustomerDecision<ExemptionEvent> {
  const exemption = ownMember(exemptions, id);
  if (exemption === undefined) return refuseCustomer('EXEMPTION_UNKNOWN', 'The customer has no such attestation or exemption.');
  if (!exemptionStands(exemption, nowMs)) return refuseCustomer('EXEMPTION_ENDED', 'It is over already.');
  return { events: [{ type: 'exemption-ended', id, reason, by, atMs: nowMs }] };
}

export function evolveExemptions(exemptions: Exemptions, event: ExemptionEvent): Exemptions {
  switch (event.type) {
    case 'exemption-granted':
      return { ...exemptions, [event.exemption.id]: event.exemption };
    case 'exemption-ended': {
      const { id, by, atMs, reason } = event;
      return { ...exemptions, [id]: { ...exemptions[id]!, ended: { by, atMs, reason } } };
    }
    default:
      return event satisfies never;
  }
}

export const exemptionStands = ({ fromMs, toMs, ended }: Exemption, atMs: number): boolean =>
  fromMs <= atMs && atMs < toMs && (ended === undefined || atMs < ended.atMs);
