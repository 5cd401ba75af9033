import {
  type Customer,
  type DeclaredIntent,
  type Exemption,
  exemptionStands,
  type IntentSignal,
  intentSignals,
  REVALIDATION_OF_USE,
} from '@tidemark/domain';
import { isoOf } from '@tidemark/edge';

export interface IntentView {
  /** The latest last. */
  declarations: DeclarationView[];
  assessments: { judgement: string; declaration: number; signals: readonly string[]; by: string; at: string }[];
  signals: IntentSignal[];
}

type DeclarationView = Omit<DeclaredIntent, 'declaredAtMs' | 'fromMs' | 'toMs' | 'statement'> & {
  declaredAt: string;
  from?: string;
  to?: string;
};

/** Numbers and codes; the customer's own words and the analyst's reason are in the history, for a purpose. */
export function intentView(customer: Customer): IntentView {
  const { declarations, assessments } = customer.intent;
  return {
    declarations: declarations.map(declarationView),
    assessments: assessments.map(({ judgement, declaration, signals, by, atMs }) => ({
      judgement,
      declaration,
      signals,
      by,
      at: isoOf(atMs),
    })),
    signals: signalsOf(customer),
  };
}

function declarationView({ declaredAtMs, fromMs, toMs, statement: _, ...declared }: DeclaredIntent): DeclarationView {
  return {
    ...declared,
    declaredAt: isoOf(declaredAtMs),
    ...(fromMs === undefined ? {} : { from: isoOf(fromMs) }),
    ...(toMs === undefined ? {} : { to: isoOf(toMs) }),
  };
}

export function signalsOf({ profile, intent, revalidations }: Customer): IntentSignal[] {
  if (profile === undefined) return [];
  const declaration = intent.declarations.at(-1);
  const grounds = [...(revalidations.open?.grounds ?? []), ...revalidations.done.flatMap((done) => done.grounds)];
  const { businessPurpose, intendedUse, sector } = profile;
  return intentSignals({
    ...(businessPurpose === undefined ? {} : { businessPurpose: businessPurpose.value }),
    ...(intendedUse === undefined ? {} : { intendedUse: intendedUse.value }),
    ...(sector === undefined ? {} : { sector: sector.value }),
    ...(declaration === undefined ? {} : { declaration }),
    earlierUse: grounds.map(({ cause }) => cause).filter((cause) => REVALIDATION_OF_USE.has(cause)),
  });
}

export interface ExemptionView {
  id: string;
  kind: string;
  subject: string;
  from: string;
  to: string;
  stands: boolean;
  grantedBy: string;
  evidence: readonly string[];
  /** Always empty: nothing silences a crossing. */
  silences: readonly [];
  ended?: { by: string; at: string };
}

export function exemptionView(exemption: Exemption, nowMs: number): ExemptionView {
  const { id, kind, subject, fromMs, toMs, grantedBy, evidence, silences, ended } = exemption;
  return {
    id,
    kind,
    subject,
    from: isoOf(fromMs),
    to: isoOf(toMs),
    stands: exemptionStands(exemption, nowMs),
    grantedBy,
    evidence,
    silences,
    ...(ended === undefined ? {} : { ended: { by: ended.by, at: isoOf(ended.atMs) } }),
  };
}
