import { type DescMessage, fromJson, type JsonObject, type MessageInitShape } from '@bufbuild/protobuf';
import {
  Flag_Tier,
  FlagConfirmedSchema,
  type FlagEventSchema,
  FlagMovedSchema,
  type FlagRecordSchema,
  FlagSchema,
  FlagSupersededSchema,
  FlagWithdrawnSchema,
  type GetProjectionsResponseSchema,
  type MonitorGetTotalsResponseSchema,
  type OpenProjectionSchema,
  ProjectionSchema,
  ProjectionUpdatedSchema,
  type RuleEntrySchema,
  ScopeSchema,
  type StreamFlagsResponseSchema,
  type WhatIfResponseSchema,
} from '@tidemark/contracts';
import type { SumsView } from '@tidemark/edge';
import { instantOf } from '../ask/window.js';
import type { StreamEvent } from '../flags/flag-stream.js';
import type { FlagContent, FlagFact, StoredFlag } from '../flags/flags.port.js';
import type { RuleDistanceView, TierDistanceView } from '../projections/projections.dto.js';
import type { OpenProjection } from '../projections/projections.port.js';
import type { RuleView } from '../rules/rules.dto.js';
import type { MonitorTotalsView } from '../totals/totals.dto.js';
import type { WhatIfView } from '../what-if/what-if.dto.js';

type Init<Schema extends DescMessage> = MessageInitShape<Schema>;

/** What a flag says beyond the message's fields is for whoever asks why. */
const LENIENT = { ignoreUnknownFields: true } as const;

export const flagRecordMessage = ({ content, raisedAtMs, status, momentMs, endedAtMs }: StoredFlag): Init<typeof FlagRecordSchema> => ({
  flag: flagMessage(content),
  raisedAtMs: BigInt(raisedAtMs),
  status,
  currentMomentMs: BigInt(momentMs),
  ...(endedAtMs === undefined ? {} : { endedAtMs: BigInt(endedAtMs) }),
});

const flagMessage = (content: FlagContent) => fromJson(FlagSchema, content as JsonObject, LENIENT);

const FACTS = {
  raised: FlagSchema,
  moved: FlagMovedSchema,
  withdrawn: FlagWithdrawnSchema,
  confirmed: FlagConfirmedSchema,
  superseded: FlagSupersededSchema,
  projection: ProjectionUpdatedSchema,
} as const;

/** As the fact went out on flag.v1; `content` is the flag's, for the fact that it was raised. */
export function flagEventMessage(
  { sequence, knownAtMs, flag, type, detail }: FlagFact,
  content: FlagContent,
): Init<typeof FlagEventSchema> {
  const schema = FACTS[type as keyof typeof FACTS];
  if (!schema) throw new Error(`a fact about a flag of the type ${type}`);
  const value = fromJson(schema as DescMessage, (type === 'raised' ? content : detail) as JsonObject, LENIENT);
  const fact = { case: type, value } as unknown as Init<typeof FlagEventSchema>['fact'];
  return { id: `flag-fact-${sequence}`, sequence, knownAtMs: BigInt(knownAtMs), flag, fact } as Init<typeof FlagEventSchema>;
}

export function streamMessage(event: StreamEvent): Init<typeof StreamFlagsResponseSchema> {
  switch (event.type) {
    case 'flag':
      return { event: { case: 'fact', value: flagEventMessage(event.fact, event.fact.about.content) } };
    case 'totals':
      return { event: { case: 'totals', value: totalsMessage(event.totals as MonitorTotalsView) } };
    case 'heartbeat':
      return { event: { case: 'heartbeat', value: event.sequence } };
    case 'ended':
      return { event: { case: 'ended', value: { code: event.code, sequence: event.sequence } } };
    default:
      return event satisfies never;
  }
}

export function totalsMessage(view: MonitorTotalsView): Init<typeof MonitorGetTotalsResponseSchema> {
  const { evidence, workload, onPrior, linkedFrom, groups = [] } = view;
  return {
    total: sumsMessage(view),
    groups: groups.map(({ key, ...sums }) => ({ key, total: sumsMessage(sums) })),
    ledgerPosition: BigInt(view.ledgerPosition),
    knownAtMs: msOf(view.knownAt),
    identitySequence: BigInt(view.identitySequence),
    parts: {
      ...{ declared: evidence.declared, billed: evidence.billed, telemetry: evidence.telemetry, attested: evidence.attested },
      ...{ unknownEvidence: evidence.unknown, onPrior, labelled: workload.labelled, labelledDeclared: workload.declared },
      ...{ labelledBilled: workload.billed, labelledTelemetry: workload.telemetry, labelledAttested: workload.attested },
    },
    ...(linkedFrom === undefined ? {} : { linkedFromMs: msOf(linkedFrom) }),
    scope: view.scope,
    id: view.id,
  };
}

const sumsMessage = ({ acceleratorHours, acceleratorMs, lower, expected, upper, tflop }: SumsView) => ({
  ...{ acceleratorHours, acceleratorMs: BigInt(acceleratorMs), lower, expected, upper, tflop },
});

export const distanceMessage = (view: RuleDistanceView): NonNullable<Init<typeof GetProjectionsResponseSchema>['distances']>[number] => ({
  ...view,
  level: view.level ?? '',
  tiers: view.tiers.map((tier: TierDistanceView) => ({
    ...tier,
    tier: Flag_Tier[tier.tier as keyof typeof Flag_Tier],
    projectedDay: tier.projectedDay ?? '',
  })),
});

export const openProjectionMessage = ({ flag, projection }: OpenProjection): Init<typeof OpenProjectionSchema> => ({
  flag: flag.id,
  scope: fromJson(ScopeSchema, flag.content.scope as JsonObject, LENIENT),
  rule: flag.content.rule as string,
  ruleVersion: flag.content.ruleVersion as number,
  number: flag.content.number as string,
  projection: fromJson(ProjectionSchema, projection as unknown as JsonObject, LENIENT),
  raisedAtMs: BigInt(flag.raisedAtMs),
});

export const whatIfMessage = ({ knownAt, counts, items, gone }: WhatIfView): Init<typeof WhatIfResponseSchema> => ({
  knownAtMs: msOf(knownAt),
  counts,
  items: items.map(({ scope, tier, moment, flag, standingMoment: _, ...item }) => ({
    ...item,
    scope: fromJson(ScopeSchema, { ...scope }, LENIENT),
    tier: Flag_Tier[tier as keyof typeof Flag_Tier],
    momentMs: msOf(moment),
    flag: flag ?? '',
  })),
  gone: gone.map(({ flag }) => flag),
});

export const ruleMessage = (rule: RuleView): Init<typeof RuleEntrySchema> => ({
  id: rule.id,
  version: rule.version,
  kind: rule.kind,
  title: (rule as unknown as { title: string }).title,
  legalStatus: rule.legalStatus,
  inForce: rule.inForce,
  state: rule.state,
  number: rule.number ?? '',
  json: JSON.stringify(rule),
});

const msOf = (iso: string): bigint => BigInt(instantOf(iso)!);
