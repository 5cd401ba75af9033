import { type ControlRule, type FlagKind, HOUR_MS, type Scope, type Standing, TERA, type Tier } from '@tidemark/domain';
import type { StoredFlag } from '../flags/flags.port.js';

/** What was claimed when the flag was raised, as the rules judge it, read back from what the flag says. */
export function standingOf({ content }: Pick<StoredFlag, 'content'>): Standing {
  const momentMs = Number(content.momentMs);
  const totals = content.totals as Record<'lower' | 'expected' | 'upper', string> | undefined;
  return {
    kind: content.kind as FlagKind,
    rule: content.rule as string,
    ruleVersion: content.ruleVersion as number,
    scope: scopeOf(content.scope as SaidScope),
    tier: content.tier as Tier | undefined,
    n: content.n as number,
    moment: { hour: Math.floor(momentMs / HOUR_MS), minute: Math.floor((momentMs % HOUR_MS) / 60_000) },
    atEntryIntoForce: content.atEntryIntoForce === true,
    totals: totals && { lower: tflopOf(totals.lower), expected: tflopOf(totals.expected), upper: tflopOf(totals.upper) },
    detail: (content.detail ?? {}) as Standing['detail'],
  };
}

interface SaidScope {
  readonly kind: string;
  readonly provider?: string;
  readonly id: string;
  readonly controlRule?: string;
}

/** As flags name scopes, as the domain does. */
export function scopeOf({ kind, provider = '', id, controlRule }: SaidScope): Scope {
  switch (kind) {
    case 'CLUSTER':
      return { kind: 'cluster', provider, id };
    case 'ACCOUNT':
      return { kind: 'account', provider, id };
    case 'CUSTOMER':
      return { kind: 'customer', id };
    case 'PARTY':
      return { kind: 'party', id };
    case 'GROUP':
      return { kind: 'group', id, controlRule: (controlRule ?? 'control') as ControlRule };
    default:
      throw new Error(`a flag of a scope of the kind ${kind}`);
  }
}

/** Totals are kept in whole TFLOP, and flags say them in FLOP. */
const tflopOf = (flop: string): bigint => BigInt(flop) / TERA;
