import { HOUR_MS } from '../metering/hour-slots.js';
import type { HourMoment } from './crossing.js';
import { type FlagCause, type FlagChange, type FlagPlace, flagKey, type KeptFlag, placeOf } from './flag-book.js';
import { scopeKey } from './scope.js';
import { type Standing, standingKey } from './standing.js';

export interface FlagContext {
  /** The commit of this judgement: when what it says became known. */
  readonly nowMs: number;
  /** Why the scope was judged again; at least one. */
  readonly causes: readonly FlagCause[];
  /** The id of a new flag; `previous` tells a return from the first time. */
  readonly newId: (standing: Standing, previous: KeptFlag | undefined) => string;
  /** Whether this judgement says anything about the matter; absent: it says everything. What it did not look at stays as it is. */
  readonly isJudged?: ((flag: KeptFlag) => boolean) | undefined;
  /** Why a flag is withdrawn, in a word of its own (of a projection: USE_STOPPED, ...); by flag id. */
  readonly reasons?: ReadonlyMap<string, string> | undefined;
}

/**
 * What is to be told and kept after one scope was judged: the difference between its flags and what stands.
 *
 * `flags`: of the scope, those open and, of each matter, at least the last that ended, in the order in which they were raised. New flags
 * come first, in the order of their moments; so nothing refers to a flag that has not been raised yet. Throws on standings of several
 * scopes, two of one key, or two open flags of one key: each would hide a crossing or tell it twice.
 */
export function decideFlags(flags: readonly KeptFlag[], standings: readonly Standing[], context: FlagContext): FlagChange[] {
  refuseOtherScopes(flags, standings);
  const stands = byKey(standings, standingKey);
  const open = byKey(
    flags.filter(({ status }) => status === 'OPEN'),
    flagKey,
  );
  const added = [...stands].filter(([key]) => !open.has(key)).map(([, standing]) => standing);
  const raises = newFlags(flags, added, context);
  const confirmed = confirmations([...open.values()], raises);
  const staying = [...open].filter(([key]) => stands.has(key)).map(([, flag]) => flag);
  const changes: FlagChange[] = [...raises];
  for (const [key, flag] of open) {
    const standing = stands.get(key);
    const confirmation = confirmed.get(flag.id);
    if (confirmation) changes.push(confirmation);
    else if (standing) changes.push(...movement(flag, standing, context));
    else if (context.isJudged?.(flag) ?? true) changes.push(supersession(flag, staying, raises) ?? withdrawal(flag, context));
  }
  return changes;
}

type Raise = FlagChange & { readonly type: 'RAISED' };

/** A projection that came true is over: the next of its kind comes back from nothing. */
function newFlags(flags: readonly KeptFlag[], standings: readonly Standing[], { newId }: FlagContext): Raise[] {
  const last = new Map(flags.map((flag) => [flagKey(flag), flag]));
  return [...standings].sort(byMoment).map((standing) => {
    const before = last.get(standingKey(standing));
    const previous = before?.status === 'CONFIRMED' ? undefined : before;
    return { type: 'RAISED', flag: newId(standing, previous), standing, previous: previous?.id };
  });
}

/** A projection comes true when expected crosses: the crossing that was not there before, and of a window the last one. */
function confirmations(open: readonly KeptFlag[], raises: readonly Raise[]): Map<string, FlagChange> {
  const confirmed = new Map<string, FlagChange>();
  for (const { flag: by, standing } of raises) {
    if (standing.kind !== 'CROSSING' || standing.tier !== 'PROBABLE') continue;
    for (const flag of open) {
      if (flag.tier !== 'PROJECTED' || flag.rule !== standing.rule || flag.ruleVersion !== standing.ruleVersion) continue;
      confirmed.set(flag.id, { type: 'CONFIRMED', flag: flag.id, by, leadTimeMs: momentMs(standing.moment) - flag.raisedAtMs });
    }
  }
  return confirmed;
}

/** A moved moment is told if its hour is another, or its minute is and the hour is over: until then it moves with every record. */
function movement(flag: KeptFlag, standing: Standing, { nowMs, causes }: FlagContext): FlagChange[] {
  const to = placeOf(standing);
  if (isWorthTelling(flag, to, nowMs)) return [{ type: 'MOVED', flag: flag.id, from: flag.told, to, causes }];
  return samePlace(flag.place, to) ? [] : [{ type: 'ADJUSTED', flag: flag.id, to }];
}

function isWorthTelling({ told }: KeptFlag, { moment, atEntryIntoForce }: FlagPlace, nowMs: number): boolean {
  if (moment.hour !== told.moment.hour || atEntryIntoForce !== told.atEntryIntoForce) return true;
  return moment.minute !== told.moment.minute && (moment.hour + 1) * HOUR_MS <= nowMs;
}

const samePlace = (a: FlagPlace, b: FlagPlace): boolean =>
  a.moment.hour === b.moment.hour &&
  a.moment.minute === b.moment.minute &&
  a.atEntryIntoForce === b.atEntryIntoForce &&
  a.totals?.lower === b.totals?.lower &&
  a.totals?.expected === b.totals?.expected &&
  a.totals?.upper === b.totals?.upper;

/** The same matter under a later version of the rule, which stands: raised now or before. The latest, if there are several. */
function supersession(flag: KeptFlag, staying: readonly KeptFlag[], raises: readonly Raise[]): FlagChange | undefined {
  const [by] = [...staying.map((of) => ({ id: of.id, of })), ...raises.map((raise) => ({ id: raise.flag, of: raise.standing }))]
    .filter(({ of }) => of.kind === flag.kind && of.rule === flag.rule && of.tier === flag.tier && of.n === flag.n)
    .filter(({ of }) => of.ruleVersion > flag.ruleVersion)
    .sort((a, b) => b.of.ruleVersion - a.of.ruleVersion);
  return by && { type: 'SUPERSEDED', flag: flag.id, by: by.id, ruleVersion: by.of.ruleVersion };
}

function withdrawal(flag: KeptFlag, { causes, reasons }: FlagContext): FlagChange {
  return { type: 'WITHDRAWN', flag: flag.id, causes, reason: reasons?.get(flag.id) };
}

const momentMs = ({ hour, minute }: HourMoment): number => hour * HOUR_MS + minute * 60_000;

function byMoment(a: Standing, b: Standing): number {
  const order = momentMs(a.moment) - momentMs(b.moment);
  return order !== 0 ? order : standingKey(a) < standingKey(b) ? -1 : 1;
}

function byKey<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T> {
  const map = new Map(items.map((item) => [keyOf(item), item]));
  if (map.size !== items.length) throw new Error(`two of one matter: ${items.map(keyOf).join(', ')}`);
  return map;
}

function refuseOtherScopes(flags: readonly KeptFlag[], standings: readonly Standing[]): void {
  const scopes = new Set([...flags, ...standings].map(({ scope }) => scopeKey(scope)));
  if (scopes.size > 1) throw new Error(`flags of one scope are decided together, these are of ${[...scopes].join(', ')}`);
}
