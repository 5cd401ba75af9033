import { type Scope, scopeKey } from '../thresholds/scope.js';

export const TOUCH_CAUSES = ['LINK', 'UNLINK', 'RESOLVED', 'CONTROL', 'LEVEL', 'DECLARATION', 'SUSPENSION'] as const;
export type TouchCause = (typeof TOUCH_CAUSES)[number];

/** A provider's use that nobody is tied to: has totals and no crossings. */
export interface UnlinkedScope {
  readonly kind: 'unlinked';
  readonly provider: string;
}

/** What has to be judged again. */
export interface Touched {
  readonly scope: Scope | UnlinkedScope;
  /** The first hour that belongs to the scope now and did not, or the other way round. Infinite: its hours are the same, what is known of it is not. */
  readonly fromHour: number;
  /** In the order of {@link TOUCH_CAUSES}. */
  readonly causes: readonly TouchCause[];
}

export const attributedKey = (scope: Scope | UnlinkedScope): string =>
  scope.kind === 'unlinked' ? `unlinked\t${scope.provider}` : scopeKey(scope);

/** Gathers touches by scope until they are taken. */
export class ScopeTouches {
  private readonly byKey = new Map<string, { scope: Scope | UnlinkedScope; fromHour: number; causes: Set<TouchCause> }>();

  add(scope: Scope | UnlinkedScope, fromHour: number, causes: Iterable<TouchCause>): void {
    const key = attributedKey(scope);
    const touched = this.byKey.get(key);
    if (!touched) this.byKey.set(key, { scope, fromHour, causes: new Set(causes) });
    else {
      touched.fromHour = Math.min(touched.fromHour, fromHour);
      for (const cause of causes) touched.causes.add(cause);
    }
  }

  take(): Touched[] {
    const taken = [...this.byKey.values()].map(({ scope, fromHour, causes }) => ({
      scope,
      fromHour,
      causes: TOUCH_CAUSES.filter((cause) => causes.has(cause)),
    }));
    this.byKey.clear();
    return taken;
  }
}
