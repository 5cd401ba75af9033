import type { Scope } from '../thresholds/scope.js';
import { type Hours, hasHour } from './hours.js';

/** A scope, and the hours in which something belongs to it. */
export interface ScopeHours {
  readonly scope: Scope;
  readonly hours: Hours;
}

const NOBODY: readonly Scope[] = [];

/** What an account's use belongs to, hour by hour: the same from one hour at which anything changes to the next. */
export class ScopeTimeline {
  private constructor(
    private readonly starts: readonly number[],
    private readonly scopes: readonly (readonly Scope[])[],
  ) {}

  static of(belongings: readonly ScopeHours[]): ScopeTimeline {
    const starts = [...new Set(belongings.flatMap(({ hours }) => hours))].toSorted((one, other) => one - other);
    return new ScopeTimeline(
      starts,
      starts.map((start) => belongings.filter(({ hours }) => hasHour(hours, start)).map(({ scope }) => scope)),
    );
  }

  at(hour: number): readonly Scope[] {
    let [low, high] = [0, this.starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.starts[middle]! <= hour) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? NOBODY : this.scopes[low - 1]!;
  }
}
