/**
 * The life of a flag.
 *
 *   (none) ──it stands──▶ OPEN ──the moment moved──▶ OPEN
 *                          ├──it no longer stands──▶ WITHDRAWN
 *                          ├──of PROJECTED: expected has crossed──▶ CONFIRMED
 *                          └──a later version of the rule says the same──▶ SUPERSEDED
 *
 * The three ends are final. What comes back is a new flag that names the one before, so that whoever was told is never told two things
 * about one flag. Nothing is ever edited: a flag and what became of it are facts one after another.
 */
import type { HourMoment } from './crossing.js';
import type { TripleTotal } from './hour-vector.js';
import type { Scope } from './scope.js';
import { type FlagKind, type Standing, standingKey, type Tier } from './standing.js';

export const FLAG_STATUSES = ['OPEN', 'WITHDRAWN', 'CONFIRMED', 'SUPERSEDED'] as const;
export type FlagStatus = (typeof FLAG_STATUSES)[number];

/** What made a scope be judged again. */
export const FLAG_CAUSES = [
  'USAGE',
  'CORRECTION',
  'LINK',
  'UNLINK',
  'RESOLVED',
  'CONTROL',
  'LEVEL',
  'DECLARATION',
  'SUSPENSION',
  'REGISTRATION',
  'EVALUATION',
  'RULE',
  'CLOCK',
] as const;
export type FlagCause = (typeof FLAG_CAUSES)[number];

/** Where and how a crossing stands: what moves. */
export interface FlagPlace {
  readonly moment: HourMoment;
  readonly atEntryIntoForce: boolean;
  readonly totals?: TripleTotal | undefined;
}

/** A flag as far as later judgements need it. What it said when it was raised is kept elsewhere, and never changes. */
export interface KeptFlag {
  readonly id: string;
  readonly kind: FlagKind;
  readonly rule: string;
  readonly ruleVersion: number;
  readonly scope: Scope;
  readonly tier?: Tier | undefined;
  readonly n: number;
  readonly status: FlagStatus;
  readonly raisedAtMs: number;
  /** Exact by what is known now. Of a flag that has ended: as it was last. */
  readonly place: FlagPlace;
  /** As it was last told. */
  readonly told: Pick<FlagPlace, 'moment' | 'atEntryIntoForce'>;
}

export type FlagChange =
  | {
      readonly type: 'RAISED';
      readonly flag: string;
      readonly standing: Standing;
      /** The last flag of the same matter, which was withdrawn or superseded: this one comes back from it. */
      readonly previous?: string | undefined;
    }
  /** To be told; `from`: as it was last told. */
  | {
      readonly type: 'MOVED';
      readonly flag: string;
      readonly from: KeptFlag['told'];
      readonly to: FlagPlace;
      readonly causes: readonly FlagCause[];
    }
  /** To be kept and not told: too small to bother anybody with, or the hour is not over. */
  | { readonly type: 'ADJUSTED'; readonly flag: string; readonly to: FlagPlace }
  | { readonly type: 'WITHDRAWN'; readonly flag: string; readonly causes: readonly FlagCause[]; readonly reason?: string | undefined }
  /** `leadTimeMs`: from the moment that the projection was raised to the moment of the crossing; below zero if it was told of afterwards. */
  | { readonly type: 'CONFIRMED'; readonly flag: string; readonly by: string; readonly leadTimeMs: number }
  | { readonly type: 'SUPERSEDED'; readonly flag: string; readonly by: string; readonly ruleVersion: number };

/** The flags after the changes; ones that have ended stay, so that a return can name them. Throws on a change that no life allows. */
export function evolveFlags(flags: readonly KeptFlag[], changes: readonly FlagChange[], nowMs: number): KeptFlag[] {
  const byId = new Map(flags.map((flag) => [flag.id, flag]));
  for (const change of changes) {
    const known = byId.get(change.flag);
    if ((change.type === 'RAISED') === (known !== undefined))
      throw new Error(`${change.type}: flag ${change.flag} ${known ? 'is there' : 'is not there'}`);
    if (known && known.status !== 'OPEN') throw new Error(`${change.type}: flag ${change.flag} has ended`);
    byId.set(change.flag, evolve(known, change, nowMs));
  }
  return [...byId.values()];
}

function evolve(known: KeptFlag | undefined, change: FlagChange, nowMs: number): KeptFlag {
  if (change.type === 'RAISED') return raised(change.flag, change.standing, nowMs);
  const flag = known!;
  switch (change.type) {
    case 'MOVED':
      return { ...flag, place: change.to, told: toldOf(change.to) };
    case 'ADJUSTED':
      return { ...flag, place: change.to };
    case 'WITHDRAWN':
    case 'CONFIRMED':
    case 'SUPERSEDED':
      return { ...flag, status: change.type };
    default:
      return change satisfies never;
  }
}

function raised(id: string, standing: Standing, raisedAtMs: number): KeptFlag {
  const { kind, rule, ruleVersion, scope, tier, n } = standing;
  const place = placeOf(standing);
  return { id, kind, rule, ruleVersion, scope, tier, n, status: 'OPEN', raisedAtMs, place, told: toldOf(place) };
}

export const placeOf = ({ moment, atEntryIntoForce, totals }: FlagPlace): FlagPlace => ({ moment, atEntryIntoForce, totals });

const toldOf = ({ moment, atEntryIntoForce }: FlagPlace): KeptFlag['told'] => ({ moment, atEntryIntoForce });

/** The key of a flag's matter within its scope. */
export const flagKey = (flag: Pick<KeptFlag, 'kind' | 'rule' | 'ruleVersion' | 'tier' | 'n'>): string =>
  standingKey(flag as Parameters<typeof standingKey>[0]);
