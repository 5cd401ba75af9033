import type { VerificationLevel } from '../customers/customer-profile.js';
import type { IdentityFact } from './identity-fact.js';

type StandingFact = Extract<IdentityFact, { type: 'standing' }>;

/** How far a customer is verified at an instant, and whether it may be served. */
export interface CustomerStandingAt {
  /** NONE before the first, and once it lapsed. */
  readonly level: VerificationLevel;
  readonly status: 'ACTIVE' | 'SUSPENDED' | 'CLOSED';
  /** Rents nothing itself. */
  readonly related: boolean;
  /** The person is gone from the record. */
  readonly erased: boolean;
  /** When the level lapses unless it is renewed. */
  readonly levelValidUntilMs?: number;
}

export const NEVER_STATED: CustomerStandingAt = { level: 'NONE', status: 'ACTIVE', related: false, erased: false };

/** From `fromMs` (included) to `toMs` (excluded; infinite while it goes on). */
export interface Suspension {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface StandingChange {
  /** From when to when it is suspended. */
  readonly suspended: boolean;
  /** Anything else. */
  readonly other: boolean;
}

/** What was said of one customer's standing: the latest fact replaces the earlier ones from its own start on. */
export class StandingTimeline {
  private facts: StandingFact[] = [];
  private erased = false;

  /** What is other than before. */
  take(fact: StandingFact): StandingChange {
    const before = { suspensions: this.suspensions(), last: this.facts.at(-1) };
    this.facts = this.facts.filter(({ fromMs }) => fromMs < fact.fromMs).concat(fact);
    return {
      suspended: JSON.stringify(before.suspensions) !== JSON.stringify(this.suspensions()),
      other: !before.last || !saysTheSame(before.last, fact),
    };
  }

  erase(): StandingChange {
    this.erased = true;
    return { suspended: false, other: true };
  }

  at(ms: number): CustomerStandingAt {
    const fact = this.facts.findLast(({ fromMs }) => fromMs <= ms);
    if (!fact) return { ...NEVER_STATED, erased: this.erased };
    const { level, status, related, levelValidUntilMs } = fact;
    const hasLapsed = levelValidUntilMs !== undefined && levelValidUntilMs <= ms;
    const until = levelValidUntilMs === undefined ? {} : { levelValidUntilMs };
    return { level: hasLapsed ? 'NONE' : level, status, related, erased: this.erased, ...until };
  }

  /** From SUSPENDED until ACTIVE again: closing the record does not lift it. */
  suspensions(): Suspension[] {
    const found: { fromMs: number; toMs: number }[] = [];
    for (const { status, fromMs } of this.facts) {
      const open = found.at(-1)?.toMs === Number.POSITIVE_INFINITY ? found.at(-1) : undefined;
      if (status === 'SUSPENDED' && !open) found.push({ fromMs, toMs: Number.POSITIVE_INFINITY });
      if (status === 'ACTIVE' && open) open.toMs = fromMs;
    }
    return found;
  }
}

const saysTheSame = (one: StandingFact, other: StandingFact): boolean =>
  one.level === other.level &&
  one.status === other.status &&
  one.related === other.related &&
  one.levelValidUntilMs === other.levelValidUntilMs &&
  one.fromMs <= other.fromMs;
