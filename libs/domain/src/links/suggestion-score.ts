import type { LinkEvidenceKind, LinkStrength } from './account-link.js';
import { SUGGESTION_FEATURES, type SuggestionFeature, type SuggestionWeights } from './suggestion-weights.js';

/** What was found when an account was compared with a customer: a level for each feature that both sides have. */
export type Comparison = { readonly [Feature in SuggestionFeature]?: string };

export interface SuggestionScore {
  readonly weights: string;
  /** Sum of the weights of the reasons, in bits. */
  readonly bits: number;
  /** That the account is the customer's, by the prior and the bits: above 0, below 1. */
  readonly probability: number;
  readonly strength: LinkStrength;
  /** In the order of the features: all that was compared, also what speaks against it. */
  readonly reasons: readonly SuggestionReason[];
}

export interface SuggestionReason {
  readonly feature: SuggestionFeature;
  readonly level: string;
  readonly m: number;
  readonly u: number;
  readonly bits: number;
  readonly reason: string;
}

const FAIR_FROM = 0.9;
const STRONG_FROM = 0.99;

/** The explained score of one pair. Throws on a level that the weights do not know. */
export function scoreSuggestion(comparison: Comparison, weights: SuggestionWeights): SuggestionScore {
  const reasons = SUGGESTION_FEATURES.flatMap((feature) => {
    const found = comparison[feature];
    return found === undefined ? [] : [reasonFor(feature, found, weights)];
  });
  const bits = reasons.reduce((sum, reason) => sum + reason.bits, 0);
  const odds = (weights.prior / (1 - weights.prior)) * 2 ** bits;
  const probability = odds / (1 + odds);
  const strength = probability >= STRONG_FROM ? 'STRONG' : probability >= FAIR_FROM ? 'FAIR' : 'WEAK';
  return { weights: weights.version, bits, probability, strength, reasons };
}

function reasonFor(feature: SuggestionFeature, name: string, weights: SuggestionWeights): SuggestionReason {
  const found = weights.features[feature].find(({ level }) => level === name);
  if (!found) throw new Error(`weights ${weights.version} know no level ${name} of ${feature}`);
  const { level, m, u, reason } = found;
  return { feature, level, m, u, bits: Math.log2(m / u), reason };
}

/** What a confirmed suggestion rests on most: the kind of evidence that its link then names. */
export function leadingEvidence({ reasons }: SuggestionScore): LinkEvidenceKind {
  const first = [...reasons].sort((a, b) => b.bits - a.bits).find(({ bits }) => bits > 0);
  switch (first?.feature) {
    case 'PAYMENT_TOKEN':
      return 'PAYMENT_TOKEN';
    case 'KEY_FINGERPRINT':
      return 'KEY';
    case 'EMAIL_DOMAIN':
      return 'DOMAIN';
    default:
      return 'ANALYST';
  }
}
