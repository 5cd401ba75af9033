import {
  bandCrossings,
  CROSSING_TIERS,
  type CrossingTier,
  Evidence,
  grade,
  HourSums,
  type HourVector,
  judgeBands,
  NumberFormat,
  PUBLISHED_RULEBOOK,
  type Scope,
  totalsOf,
  UtilisationKind,
  Workload,
} from '@tidemark/domain';
import { flopOfTflop, ratioOf } from './flop-text.js';
import type { AccountName } from './made-up-identity.js';
import { AS_IF_BEGUN_MS, flagsOf, type JudgedNumber, momentMs, momentsAt, NUMBERS } from './number-flags.js';
import { type Foretold, foretoldBy } from './projected.js';
import type { SplitScenario } from './splits-data.js';
import { type Form, type SplitView, UNOBSERVABLE, viewOf } from './splits-forms.js';
import { metered, type UseMeter } from './use-meter.js';

const DAY_MS = 86_400_000;
/** Of a run that is too small for any number: nothing to catch. */
export const PASSES_NOTHING = 'the run passes no number';

/** A flag, and how far the run was by then. */
export interface Detection {
  /** Day of the run, from 1, on which the crossing was in usage time. */
  readonly day: number;
  /** Day on which it could be known: later only where the ties were found later. */
  readonly knownDay: number;
  /** Of the run's FLOP, done at the moment that it could be known. */
  readonly shareDone: number;
  /** How far beyond the number the run's FLOP was then, as a share of the number; below zero: short of it. */
  readonly overshoot: number;
}

/** What the split raises at one number that the run passes in truth. */
export interface NumberDetection {
  readonly number: string;
  readonly tiers: { readonly [tier in CrossingTier]?: Detection };
  /** PROJECTED, and how many days before the expected total crossed. */
  readonly projected?: { readonly day: number; readonly leadDays: number | undefined } | undefined;
}

export interface NodeDetection {
  readonly expected: bigint;
  /** Numbers that one node's account crosses by itself, and the day; PROBABLE. */
  readonly crossings: readonly { readonly number: string; readonly day: number }[];
  /** Day on which it is asked who is behind the account: of an unlinked one at the first band; of a customer that is identified at the next. */
  readonly asked: { readonly band: string; readonly day: number } | undefined;
}

export interface SplitFigures {
  readonly form: Form;
  readonly scope: Scope['kind'] | undefined;
  readonly numbers: readonly NumberDetection[];
  readonly node: NodeDetection | undefined;
  readonly isCaught: boolean;
  /** Why not. */
  readonly why?: string | undefined;
}

/** What a scenario's nodes use: all alike, so one is metered and stands for each. Nobody tells a utilisation. */
export function nodeVector({ entry, acceleratorsPerNode, days }: SplitScenario, meter: UseMeter): HourSums {
  const told = grade(UtilisationKind.NONE, NumberFormat.UNSPECIFIED, Evidence.DECLARED, Workload.UNSPECIFIED, Evidence.DECLARED);
  return metered(meter, [
    { peaks: entry.peaksGflops, count: acceleratorsPerNode, startMs: AS_IF_BEGUN_MS, endMs: endOf({ days }), grade: told, ppm: 0 },
  ]);
}

const endOf = ({ days }: Pick<SplitScenario, 'days'>): number => AS_IF_BEGUN_MS + Math.round(days * DAY_MS);

/** Judges one scenario in every form. */
export function detect(scenario: SplitScenario, forms: readonly Form[], meter: UseMeter): SplitFigures[] {
  const node = nodeVector(scenario, meter);
  const foretold = new Map<string, Foretold | undefined>();
  return forms.map((form) => detectForm(scenario, viewOf(form, scenario.nodes, endOf(scenario)), node, foretold));
}

function detectForm(scenario: SplitScenario, view: SplitView, node: HourVector, foretold: Map<string, Foretold | undefined>): SplitFigures {
  const { form, whole } = view;
  const vector = whole && wholeVector(view, whole, scenario, node);
  const flags = whole && vector ? flagsOf(whole, vector) : [];
  const numbers = numbersPassed(scenario).map((number) => {
    const moments = momentsAt(number, flags);
    const tiers = Object.fromEntries(
      CROSSING_TIERS.flatMap((tier) => (moments[tier] ? [[tier, detectionOf(scenario, view, number, momentMs(moments[tier]))]] : [])),
    );
    const projected = vector && foretell(vector, number, foretold);
    // What is foretold of a time that is over when it becomes known is told by nobody.
    return { number: number.printed, tiers, projected: view.identity.knownAtMs > AS_IF_BEGUN_MS ? undefined : projectedOf(projected) };
  });
  const isCaught = numbers.length > 0 && numbers.every(({ tiers }) => CROSSING_TIERS.some((tier) => tiers[tier]));
  return {
    form,
    scope: whole?.kind,
    numbers,
    node: view.node && nodeDetection(view.node, view.isUnlinked, form === 'ONE_ACCOUNT' && vector ? vector : node),
    isCaught,
    ...(!isCaught && { why: numbers.length === 0 ? PASSES_NOTHING : UNOBSERVABLE[form] }),
  };
}

/** The same use in several forms is foretold once. */
function foretell(vector: HourVector, { printed, rule }: JudgedNumber, known: Map<string, Foretold | undefined>) {
  const key = `${printed} ${totalsOf(vector).expected}`;
  if (!known.has(key)) known.set(key, foretoldBy(vector, rule)[0]);
  return known.get(key);
}

export const numbersPassed = ({ rawFlop }: SplitScenario): JudgedNumber[] => NUMBERS.filter(({ flop }) => rawFlop > flop);

/** An account or a compute cluster that holds all nodes; else what identity adds up. */
function wholeVector({ identity }: SplitView, whole: Scope, { nodes }: SplitScenario, node: HourVector): HourVector {
  if (whole.kind !== 'account' && whole.kind !== 'cluster') return identity.vectorOf(whole, () => node);
  const sums = new HourSums();
  for (let at = 0; at < nodes; at += 1) if (sums.addVector(node)) throw new RangeError('an hour holds more than 9.2e30 FLOP');
  return sums;
}

function detectionOf(scenario: SplitScenario, { identity }: SplitView, { flop }: JudgedNumber, ms: number): Detection {
  const knownMs = Math.max(ms, identity.knownAtMs);
  const shareDone = Math.min(1, (knownMs - AS_IF_BEGUN_MS) / (endOf(scenario) - AS_IF_BEGUN_MS));
  return { day: dayOf(ms), knownDay: dayOf(knownMs - 1), shareDone, overshoot: ratioOf(scenario.rawFlop, flop) * shareDone - 1 };
}

/** From 1. */
const dayOf = (ms: number): number => Math.floor((ms - AS_IF_BEGUN_MS) / DAY_MS) + 1;

function projectedOf(foretold: Foretold | undefined): NumberDetection['projected'] {
  if (foretold === undefined) return undefined;
  const leadDays = foretold.end?.type === 'CONFIRMED' ? Math.floor(foretold.end.leadTimeMs / DAY_MS) : undefined;
  return { day: dayOf(foretold.raisedAtMs), leadDays };
}

/** What one node's account says by itself. */
function nodeDetection({ provider, account }: AccountName, isUnlinked: boolean, vector: HourVector): NodeDetection {
  const scope = { kind: 'account', provider, id: account } as const;
  const flags = flagsOf(scope, vector);
  const rules = PUBLISHED_RULEBOOK.rules;
  const [asked] = judgeBands({ scope, vector, rules, level: isUnlinked ? 'UNLINKED' : 'IDENTIFIED' });
  const band = asked && bandCrossings({ scope, vector, rules }).find(({ rule }) => rule.id === asked.rule)?.rule.number?.printed;
  return {
    expected: flopOfTflop(totalsOf(vector).expected),
    crossings: NUMBERS.flatMap((number) => {
      const moment = momentsAt(number, flags).PROBABLE;
      return moment ? [{ number: number.printed, day: dayOf(momentMs(moment)) }] : [];
    }),
    asked: asked && { band: band!, day: dayOf(momentMs(asked.moment)) },
  };
}
