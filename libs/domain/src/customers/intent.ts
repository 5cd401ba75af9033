/**
 * Whether a customer means to train a powerful model: what it declares, by version, and beside it what an analyst thinks. Neither replaces
 * the other, and both are compared with use later. An assessment is of one version: a new declaration leaves the old assessment standing as
 * history and asks for a new one.
 */
import { type CustomerDecision, reasonFault, refuseCustomer } from './customer-refusal.js';
import { readFlop } from './flop-amount.js';

export const MODALITIES = ['LANGUAGE', 'IMAGE', 'VIDEO', 'AUDIO', 'CODE', 'BIOLOGICAL_SEQUENCE', 'ROBOTICS', 'TABULAR', 'OTHER'] as const;
export type Modality = (typeof MODALITIES)[number];

export const NUMBER_FORMATS = ['FP64T', 'TF32', 'BF16', 'FP16', 'FP8', 'INT8', 'FP4'] as const;
export type DeclaredFormat = (typeof NUMBER_FORMATS)[number];

/** What the customer says, as it said it. */
export interface IntentDeclaration {
  readonly trains: 'YES' | 'NO' | 'UNDECIDED';
  /** Parameters of the largest model, a whole number as decimal text. */
  readonly parameters?: string;
  readonly modalities: readonly Modality[];
  readonly formats: readonly DeclaredFormat[];
  /** Whole FLOP as decimal text. */
  readonly computeFlop?: string;
  /** Compute clusters or sites, as the provider names them. */
  readonly sites: readonly string[];
  readonly fromMs?: number;
  /** Exclusive. */
  readonly toMs?: number;
  /** What was asked for. */
  readonly hardware?: DeclaredHardware;
  readonly statement?: string;
}

export interface DeclaredHardware {
  /** As the customer or the catalogue names it. */
  readonly accelerator: string;
  readonly accelerators: number;
  /** Gbit/s per accelerator. */
  readonly interconnectGbps?: number;
}

export interface DeclaredIntent extends IntentDeclaration {
  /** 1, 2, 3, ... */
  readonly version: number;
  readonly declaredAtMs: number;
  readonly by: string;
  readonly evidence: readonly string[];
}

export type IntentJudgement = 'TRAINS' | 'MAY_TRAIN' | 'DOES_NOT';

export interface IntentAssessment {
  readonly judgement: IntentJudgement;
  readonly reason: string;
  /** Of the declaration it judges; 0 when there was none. */
  readonly declaration: number;
  /** The signals that were shown to the analyst, by name, so that it can be said later what was known. */
  readonly signals: readonly string[];
  readonly by: string;
  readonly atMs: number;
}

export interface Intent {
  readonly declarations: readonly DeclaredIntent[];
  readonly assessments: readonly IntentAssessment[];
}

export const NO_INTENT: Intent = { declarations: [], assessments: [] };

export type IntentCommand =
  | { type: 'declare-intent'; declaration: IntentDeclaration; evidence: readonly string[]; by: string; nowMs: number }
  | { type: 'assess-intent'; judgement: IntentJudgement; reason: string; signals: readonly string[]; by: string; nowMs: number };

export type IntentEvent =
  | { type: 'intent-declared'; declaration: DeclaredIntent; by: string; atMs: number }
  | { type: 'intent-assessed'; assessment: IntentAssessment; by: string; atMs: number };

export function decideIntent(intent: Intent, command: IntentCommand): CustomerDecision<IntentEvent> {
  switch (command.type) {
    case 'declare-intent':
      return declare(intent, command);
    case 'assess-intent':
      return assess(intent, command);
    default:
      return command satisfies never;
  }
}

function declare(intent: Intent, command: IntentCommand & { type: 'declare-intent' }): CustomerDecision<IntentEvent> {
  const { by, nowMs, evidence } = command;
  const declaration = normaliseDeclaration(command.declaration);
  if ('refused' in declaration) return declaration;
  const version = intent.declarations.length + 1;
  const declared = { ...declaration.value, version, declaredAtMs: nowMs, by, evidence };
  return { events: [{ type: 'intent-declared', declaration: declared, by, atMs: nowMs }] };
}

function normaliseDeclaration(declaration: IntentDeclaration) {
  const { trains, computeFlop, parameters, modalities, fromMs, toMs } = declaration;
  const compute = computeFlop === undefined ? undefined : readFlop(computeFlop);
  if (computeFlop !== undefined && compute === undefined)
    return refuseCustomer('COMPUTE_MALFORMED', 'Whole FLOP below 10^40, as "2.5e25" or in full.', 'computeFlop');
  const size = parameters === undefined ? undefined : readFlop(parameters);
  if (parameters !== undefined && size === undefined)
    return refuseCustomer('COMPUTE_MALFORMED', 'A whole number of parameters, as "70e9" or in full.', 'parameters');
  if (fromMs !== undefined && toMs !== undefined && fromMs >= toMs)
    return refuseCustomer('INTERVAL_EMPTY', 'The end is exclusive and must be later than the start.', 'to');
  if (trains === 'YES' && (compute === undefined || modalities.length === 0))
    return refuseCustomer(
      'DECLARATION_INCOMPLETE',
      'Who means to train says at least what (modalities) and how much (computeFlop).',
      'computeFlop',
    );
  const { computeFlop: _, parameters: __, ...rest } = declaration;
  const value = {
    ...rest,
    ...(compute === undefined ? {} : { computeFlop: compute }),
    ...(size === undefined ? {} : { parameters: size }),
  };
  return { value: value satisfies IntentDeclaration };
}

/** An analyst may judge also a customer that declares nothing: silence is a sign too. */
function assess({ declarations }: Intent, command: IntentCommand & { type: 'assess-intent' }): CustomerDecision<IntentEvent> {
  const { judgement, reason, signals, by, nowMs } = command;
  const fault = reasonFault(reason);
  if (fault !== undefined) return fault;
  const assessment = { judgement, reason, declaration: declarations.length, signals, by, atMs: nowMs };
  return { events: [{ type: 'intent-assessed', assessment, by, atMs: nowMs }] };
}

export function evolveIntent(intent: Intent, event: IntentEvent): Intent {
  switch (event.type) {
    case 'intent-declared':
      return { ...intent, declarations: [...intent.declarations, event.declaration] };
    case 'intent-assessed':
      return { ...intent, assessments: [...intent.assessments, event.assessment] };
    default:
      return event satisfies never;
  }
}

/** What a level asks of intent. */
export interface AssessedIntent {
  readonly declared: boolean;
  /** The latest declaration is the one that was judged. */
  readonly assessed: boolean;
}

export function assessedIntent({ declarations, assessments }: Intent): AssessedIntent {
  const declared = declarations.length > 0;
  return { declared, assessed: declared && assessments.at(-1)?.declaration === declarations.length };
}
