import type { Condition } from '../rulebook/rule.js';
import type { IdentityFact } from './identity-fact.js';

type IntentFact = Extract<IdentityFact, { type: 'intentDeclared' }>;
type AttestedFact = Extract<IdentityFact, { type: 'attested' }>;

/** UNKNOWN is not evaluable, which is never false. */
export type ConditionAnswer = 'YES' | 'NO' | 'UNKNOWN';

/** Compute that a customer says it means to train with, over its days. */
export interface DeclaredPlan {
  readonly customer: string;
  /** Of the declaration. */
  readonly version: number;
  /** FLOP in all of [fromMs, toMs). */
  readonly computeFlop: bigint;
  readonly fromMs: number;
  readonly toMs: number;
}

interface Attestation extends Pick<AttestedFact, 'exemption' | 'subject' | 'fromMs'> {
  /** Exclusive. */
  untilMs: number;
}

const NONE: readonly Attestation[] = [];

/** What one customer declared and attested. Of declarations the latest holds, with nothing left of the earlier ones. */
export class Declarations {
  private intent: IntentFact | undefined;
  private attestations: readonly Attestation[] = NONE;

  declare(fact: IntentFact): void {
    this.intent = fact;
  }

  attest({ exemption, subject, fromMs, untilMs }: AttestedFact): void {
    this.attestations = [...this.attestations, { exemption, subject, fromMs, untilMs }];
  }

  /** Answers whether there was one to end: the registry's fact does not say whether it ends an attestation or an exemption, which is none. */
  endAttestation(exemption: string, atMs: number): boolean {
    const attestation = this.attestations.find((one) => one.exemption === exemption);
    if (!attestation) return false;
    attestation.untilMs = Math.min(attestation.untilMs, atMs);
    return true;
  }

  answer(condition: Condition, nowMs: number): ConditionAnswer {
    switch (condition.type) {
      case 'DECLARED_MODALITY':
        return this.modalityAnswer(condition.anyOf);
      case 'ATTESTED':
        return this.isAttested(condition.subject, nowMs) ? 'YES' : 'UNKNOWN';
      default:
        return condition satisfies never;
    }
  }

  /** Only of one who says that it trains, with how much, from when and until when. */
  plan(): DeclaredPlan | undefined {
    if (this.intent?.trains !== 'YES') return undefined;
    const { customer, version, computeFlop, fromMs, toMs } = this.intent;
    if (computeFlop === undefined || fromMs === undefined || toMs === undefined || toMs <= fromMs) return undefined;
    return { customer, version, computeFlop, fromMs, toMs };
  }

  /** A declaration that names no modality at all says nothing about them. */
  private modalityAnswer(anyOf: readonly string[]): ConditionAnswer {
    const modalities = this.intent?.modalities ?? [];
    if (modalities.length === 0) return 'UNKNOWN';
    return modalities.some((modality) => anyOf.includes(modality)) ? 'YES' : 'NO';
  }

  private isAttested(subject: string, nowMs: number): boolean {
    return this.attestations.some((one) => one.subject === subject && one.fromMs <= nowMs && nowMs < one.untilMs);
  }
}

/** YES where any says so, NO where somebody says otherwise, else UNKNOWN. */
export function anyAnswer(answers: Iterable<ConditionAnswer>): ConditionAnswer {
  let together: ConditionAnswer = 'UNKNOWN';
  for (const answer of answers) {
    if (answer === 'YES') return 'YES';
    if (answer === 'NO') together = 'NO';
  }
  return together;
}
