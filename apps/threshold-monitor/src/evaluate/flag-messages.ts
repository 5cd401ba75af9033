import { create, fromJson, type JsonObject, toBinary } from '@bufbuild/protobuf';
import {
  FlagConfirmedSchema,
  FlagEventSchema,
  FlagMovedSchema,
  FlagSchema,
  FlagSupersededSchema,
  FlagWithdrawnSchema,
  ProjectionUpdatedSchema,
  UseSignal_Kind,
  UseSignal_Scope,
  UseSignalSchema,
} from '@tidemark/contracts';
import { HOUR_MS, type UseSignalStanding } from '@tidemark/domain';
import { flopOf } from './flag-amounts.js';

/** What is told in words beyond the message's fields stands in the table alone. */
const LENIENT = { ignoreUnknownFields: true } as const;

/** What is told of flags, by its type, and the message that tells it. */
const MESSAGES = {
  RAISED: { case: 'raised', schema: FlagSchema },
  MOVED: { case: 'moved', schema: FlagMovedSchema },
  WITHDRAWN: { case: 'withdrawn', schema: FlagWithdrawnSchema },
  CONFIRMED: { case: 'confirmed', schema: FlagConfirmedSchema },
  SUPERSEDED: { case: 'superseded', schema: FlagSupersededSchema },
  PROJECTION_UPDATED: { case: 'projection', schema: ProjectionUpdatedSchema },
} as const;
export type FlagEventType = keyof typeof MESSAGES;

export interface ToldFlagEvent {
  readonly sequence: bigint;
  readonly nowMs: number;
  readonly flag: string;
  readonly type: FlagEventType;
  /** The message's fields in JSON. */
  readonly detail: object;
}

/** tidemark.monitor.v1.FlagEvent. The sequence names the fact: it is the same for every delivery. */
export function flagEventMessage({ sequence, nowMs, flag, type, detail }: ToldFlagEvent): Uint8Array {
  const { case: name, schema } = MESSAGES[type];
  // As JSON has it: fields that say nothing are not there.
  const value = fromJson(schema, JSON.parse(JSON.stringify(detail)) as JsonObject, LENIENT);
  const fact = { case: name, value } as { case: 'raised'; value: ReturnType<typeof create<typeof FlagSchema>> };
  return toBinary(
    FlagEventSchema,
    create(FlagEventSchema, { id: `flag-fact-${sequence}`, sequence, knownAtMs: BigInt(nowMs), flag, fact }),
  );
}

export interface SignalFacts {
  readonly id: string;
  readonly provider: string;
  /** Of the rulebook. */
  readonly version: string;
  readonly nowMs: number;
}

/** tidemark.monitor.v1.UseSignal. */
export function signalMessage(signal: UseSignalStanding, { id, provider, version, nowMs }: SignalFacts): Uint8Array {
  const { kind, scope, band, hour, total, evaluated } = signal;
  return toBinary(
    UseSignalSchema,
    create(UseSignalSchema, {
      id,
      raisedAtMs: BigInt(nowMs),
      kind: UseSignal_Kind[kind],
      scope: { account: UseSignal_Scope.ACCOUNT, customer: UseSignal_Scope.CUSTOMER, party: UseSignal_Scope.PARTY }[scope.kind],
      provider,
      subject: scope.id,
      band,
      rulebookVersion: version,
      hourMs: BigInt(hour * HOUR_MS),
      totalFlop: flopOf(total),
      evaluatedFlop: evaluated === undefined ? '' : flopOf(evaluated),
    }),
  );
}
