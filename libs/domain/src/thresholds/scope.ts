import type { ControlRule } from '../control/customer-groups.js';

/** What a crossing can be of. The scope `unlinked` (a provider's use that nobody is tied to) and `run` have totals and no crossings. */
export const SCOPE_KINDS = ['cluster', 'account', 'customer', 'party', 'group'] as const;
export type ScopeKind = (typeof SCOPE_KINDS)[number];

/** A compute cluster or an account of a provider, a customer record, a party, or the parties under one controller. */
export type Scope =
  | { readonly kind: 'cluster'; readonly provider: string; readonly id: string }
  | { readonly kind: 'account'; readonly provider: string; readonly id: string }
  | { readonly kind: 'customer'; readonly id: string }
  | { readonly kind: 'party'; readonly id: string }
  /** Named by its controller. The rule says who counts as being under it. */
  | { readonly kind: 'group'; readonly id: string; readonly controlRule: ControlRule };

/** One text for one scope: to key maps and rows by. Ids of a provider's may hold any character but control characters. */
export function scopeKey(scope: Scope): string {
  switch (scope.kind) {
    case 'cluster':
    case 'account':
      return `${scope.kind}\t${scope.provider}\t${scope.id}`;
    case 'customer':
    case 'party':
      return `${scope.kind}\t${scope.id}`;
    case 'group':
      return `group\t${scope.controlRule}\t${scope.id}`;
    default:
      return scope satisfies never;
  }
}
