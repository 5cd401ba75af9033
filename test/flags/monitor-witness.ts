/** Runs a history through a monitor and the model side by side, and says where they differ after any step. */

import type { FlagRecord } from '../../apps/threshold-monitor/src/evaluate/flag-records.js';
import { FlagWorld } from '../truth/flags/derive-flags.js';
import { type FlagFact, HOUR_MS, type StandingTruth } from '../truth/flags/flag-truth.model.js';
import type { CourseTruth } from '../truth/flags/projection-truth.js';
import { wordsByName } from './agreement.js';
import type { History, Step } from './history.js';
import { truthOf } from './monitor-terms.js';

/** A flag as a monitor keeps it. */
export interface FlagSeen {
  readonly id: string;
  readonly shadow: boolean;
  readonly standing: StandingTruth;
}

export const seenOf = ({ id, shadow, place, ...flag }: FlagRecord): FlagSeen => ({
  id,
  shadow,
  standing: truthOf({ ...flag, ...place, detail: {} }),
});

/** "BAND_REACHED/customer/x/band@1/1" as the model says it. */
export const signalsOf = (keys: readonly string[]): string[] =>
  keys.filter((key) => key.startsWith('BAND_REACHED') || key.startsWith('REPEATED_USE')).map((key) => key.replaceAll('/', ' '));

export interface MonitorSeen {
  /** True if there was an hour to judge. */
  judgeHourOf(nowMs: number): Promise<boolean>;
  take(step: Step): Promise<void>;
  openFlags(): Promise<FlagSeen[]>;
  /** Of bands and of repeated use, as the model names them. */
  signals(): Promise<string[]>;
  /** Where what was told of flags is not what they are. */
  faults(fullHourMs: number | undefined): Promise<string[]>;
}

type Words = Record<string, string>;
const STATES = ['ACTIVE', 'TRIAL'] as const;

export class Witness {
  readonly #facts: FlagFact[] = [];
  #courses = { ACTIVE: new Map<string, CourseTruth>(), TRIAL: new Map<string, CourseTruth>() };
  /** What time alone may have changed since the last full hour that was judged. */
  #unsettled = new Set<string>();
  /** By the model, as of the last comparison. */
  #expected: Words = {};
  /** Ids of open flags, by name. */
  #open = new Map<string, string>();
  /** All that were ever to be told. */
  readonly #signals = new Set<string>();

  constructor(private readonly monitor: MonitorSeen) {}

  async follow(history: History, before: (step: Step) => void = () => {}): Promise<void> {
    for (const step of history) {
      if (await this.monitor.judgeHourOf(step.nowMs)) {
        this.#unsettled.clear();
        await this.#compare(Math.floor(step.nowMs / HOUR_MS) * HOUR_MS, true);
      }
      this.#noteUnsettled(step.nowMs);
      before(step);
      await this.monitor.take(step);
      this.#facts.push(...step.facts);
      await this.#compare(step.nowMs, false);
    }
  }

  #noteUnsettled(nowMs: number): void {
    const later = wordsOfWorld(new FlagWorld(this.#facts, nowMs));
    for (const name of new Set([...Object.keys(this.#expected), ...Object.keys(later)]))
      if (this.#expected[name] !== later[name]) this.#unsettled.add(name);
  }

  async #compare(nowMs: number, isFullHour: boolean): Promise<void> {
    const world = new FlagWorld(this.#facts, nowMs);
    this.#expected = wordsOfWorld(world);
    for (const state of STATES) this.#courses[state] = world.project(this.#courses[state], state);
    const flags = await this.monitor.openFlags();
    const crossed = flags.filter(({ standing }) => standing.tier !== 'PROJECTED');
    const seen = { ...wordsOf(crossed, false), ...shadowed(wordsOf(crossed, true)) };
    expect(this.#settled(seen)).toEqual(this.#settled(this.#expected));
    this.#compareProjections(flags);
    this.#eachOnce(flags);
    await this.#compareSignals(world.signals(), isFullHour);
    expect(await this.monitor.faults(isFullHour ? nowMs : undefined)).toEqual([]);
  }

  #settled(words: Words): Words {
    return Object.fromEntries(Object.entries(words).filter(([name]) => !this.#unsettled.has(name)));
  }

  #compareProjections(flags: readonly FlagSeen[]): void {
    for (const state of STATES) {
      const projected = flags.filter(({ shadow, standing }) => shadow === (state === 'TRIAL') && standing.tier === 'PROJECTED');
      const names = projected.map(({ standing: { rule, version, scope, hour } }) => `${rule}@${version} ${scope} @ ${hour / 24}`);
      const expected = [...this.#courses[state]].map(([name, { toldDay }]) => `${name} @ ${toldDay}`);
      expect([state, ...names.sort()]).toEqual([state, ...expected.sort()]);
    }
  }

  /** Each is told once it holds, and stays told: repeated use at the next full hour, a band in the transaction that reached it. */
  async #compareSignals(now: readonly string[], isFullHour: boolean): Promise<void> {
    for (const signal of now) this.#signals.add(signal);
    const sent = new Set(await this.monitor.signals());
    const untold = now.filter((signal) => !sent.has(signal) && (isFullHour || signal.startsWith('BAND_REACHED')));
    const invented = [...sent].filter((signal) => !this.#signals.has(signal));
    expect({ untold, invented }).toEqual({ untold: [], invented: [] });
  }

  /** What went on standing is the same flag. */
  #eachOnce(flags: readonly FlagSeen[]): void {
    const open = new Map(flags.map(({ id, shadow, standing }) => [`${shadow} ${keyOf(standing)}`, id]));
    const others = [...this.#open].filter(([name, id]) => open.has(name) && open.get(name) !== id);
    expect([open.size, others]).toEqual([flags.length, []]);
    this.#open = open;
  }
}

function wordsOfWorld(world: FlagWorld): Words {
  const { standings, shadow } = world.flags();
  return { ...wordsByName(standings), ...shadowed(wordsByName(shadow)) };
}

const keyOf = ({ kind, rule, version, scope, tier, n }: StandingTruth): string => [kind, rule, version, scope, tier, n].join(' ');

const wordsOf = (flags: readonly FlagSeen[], shadow: boolean): Words =>
  wordsByName(flags.filter((flag) => flag.shadow === shadow).map(({ standing }) => standing));

const shadowed = (words: Words): Words => Object.fromEntries(Object.entries(words).map(([name, word]) => [`shadow ${name}`, word]));
