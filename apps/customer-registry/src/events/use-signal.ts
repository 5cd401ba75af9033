import { fromBinary } from '@bufbuild/protobuf';
import { UseSignal_Kind, UseSignal_Scope, UseSignalSchema } from '@tidemark/contracts';
import type { RevalidationCause } from '@tidemark/domain';

/** A message of `use.v1`, read and checked. */
export interface HeardSignal {
  id: string;
  kind: SignalKind;
  scope: SignalScope;
  /** Empty: of a party. */
  provider: string;
  subject: string;
  band: string;
  rulebookVersion: string;
  hourMs: number;
  totalFlop: string;
  raisedAtMs: number;
}

const CAUSES = {
  BAND_REACHED: 'BAND_REACHED',
  REPEATED_USE: 'REPEATED_USE',
  GROWTH_SIXFOLD: 'GROWTH_SIXFOLD',
  UNVERIFIED_ABOVE_BAND: 'LEVEL_BELOW_BAND',
  UNLINKED_ABOVE_BAND: 'LEVEL_BELOW_BAND',
} as const satisfies Record<string, RevalidationCause>;
export type SignalKind = keyof typeof CAUSES;
export type SignalScope = 'ACCOUNT' | 'CUSTOMER' | 'PARTY';

export const causeOf = (kind: SignalKind): RevalidationCause => CAUSES[kind];

const TEXT_MAX = 200;

/** Throws with the reason when the bytes are no signal, or one that says nothing that could be acted on. */
export function readSignal(bytes: Uint8Array): HeardSignal {
  const signal = fromBinary(UseSignalSchema, bytes);
  const kind = UseSignal_Kind[signal.kind];
  const scope = UseSignal_Scope[signal.scope];
  if (kind === undefined || !Object.hasOwn(CAUSES, kind)) throw new Error(`unknown kind of signal ${signal.kind}`);
  if (scope !== 'ACCOUNT' && scope !== 'CUSTOMER' && scope !== 'PARTY') throw new Error(`unknown scope of a signal ${signal.scope}`);
  const { id, provider, subject, band, rulebookVersion, totalFlop } = signal;
  if (id === '' || subject === '' || (provider === '') !== (scope === 'PARTY')) throw new Error('a signal without id, subject or provider');
  if (![id, provider, subject, band, rulebookVersion].every((text) => text.length <= TEXT_MAX))
    throw new Error('a signal of endless texts');
  if (!/^\d{0,60}$/.test(totalFlop)) throw new Error('the total of a signal is no whole number');
  const times = { hourMs: Number(signal.hourMs), raisedAtMs: Number(signal.raisedAtMs) };
  return { id, kind: kind as SignalKind, scope, provider, subject, band, rulebookVersion, totalFlop, ...times };
}
