import type { ListEntry } from '../entries/list-entry.js';
import type { Match } from '../entries/match.js';
import type { ScreenedPerson } from '../entries/screened-person.js';
import { partKeys } from '../names/part-keys.js';
import type { PreparedName } from '../names/prepared-name.js';
import { SCREENING_CONFIGURATION, type ScreeningConfiguration } from '../scoring/configuration.js';
import { evidenceOf, identifierValue } from '../scoring/evidence.js';
import { preparePerson } from '../scoring/prepared-person.js';
import { logOddsOf } from '../scoring/score-curve.js';
import { type NameScore } from '../scoring/score-names.js';
import { explained, scoreInOrder, scorePrepared } from '../scoring/score-persons.js';
import { CandidateSearch } from './candidate-search.js';
import { type IndexedNames, indexNames } from './indexed-names.js';

export interface ScreeningOptions {
  /** Matches of at least this score; the configuration's alert threshold unless told otherwise, and 0.5 at least. */
  readonly threshold?: number;
  /** The best so many; 50 unless told otherwise. */
  readonly limit?: number;
}

const DEFAULT_LIMIT = 50;
/** Below this score there is no resemblance to speak of, and nothing is looked for. */
const LOWEST_THRESHOLD = 0.5;

/** Listed persons in memory, to be asked who a person may be. The same entries, configuration and question give the same answer to the byte. */
export class ScreeningIndex {
  private readonly search: CandidateSearch;

  private constructor(
    private readonly indexed: IndexedNames,
    private readonly entriesOfIdentifier: ReadonlyMap<string, readonly number[]>,
    readonly configuration: ScreeningConfiguration,
  ) {
    this.search = new CandidateSearch(indexed, configuration.weights);
  }

  static build(entries: Iterable<ListEntry>, configuration: ScreeningConfiguration = SCREENING_CONFIGURATION): ScreeningIndex {
    const all = [...entries];
    return new ScreeningIndex(indexNames(all, configuration.weights), byIdentifier(all), configuration);
  }

  /** How many entries and names are held. */
  get size(): { readonly entries: number; readonly names: number } {
    return { entries: this.indexed.entries.length, names: this.indexed.names.length };
  }

  /** Every entry that scores at least the threshold, best first; of equal scores by list and entry. */
  screen(person: ScreenedPerson, { threshold = this.configuration.alertThreshold, limit = DEFAULT_LIMIT }: ScreeningOptions = {}): Match[] {
    const asked = Math.max(threshold, LOWEST_THRESHOLD);
    const matches = [...this.bestNames(person, asked), ...this.byIdentifiers(person)]
      .filter(({ score }) => score >= asked)
      .sort((a, b) => b.score - a.score || compareText(a.list, b.list) || compareText(a.entry, b.entry));
    return matches
      .filter((match, at) => matches.findIndex((other) => other.entry === match.entry && other.list === match.list) === at)
      .slice(0, limit);
  }

  /**
   * What a person is found by: two persons of whom one can be a match of the other share at least one key. Keys are short hashes of parts of
   * names and can be guessed back to them, so they are to be kept only under a keyed hash. They change with the configuration.
   */
  static retrievalKeys(person: ScreenedPerson, configuration: ScreeningConfiguration = SCREENING_CONFIGURATION): string[] {
    const keys = new Set<string>();
    for (const name of preparePerson(person, configuration.weights).names) {
      for (const part of [...name.parts, ...name.joins.map((join) => join.part)])
        for (const key of partKeys(part)) keys.add(key.toString(36));
    }
    for (const { value } of person.identifiers ?? []) keys.add(`=${identifierValue(value)}`);
    return [...keys].sort();
  }

  retrievalKeys(person: ScreenedPerson): string[] {
    return ScreeningIndex.retrievalKeys(person, this.configuration);
  }

  private bestNames(person: ScreenedPerson, threshold: number): Match[] {
    const { weights } = this.configuration;
    const best = new Map<number, NameScore>();
    const asked = logOddsOf(threshold, weights);
    const lifted = hasEvidence(person) ? asked - mostEvidence(this.configuration) : asked;
    const atLeast = asked > weights.nameFloor ? Math.max(lifted, Math.min(asked, weights.nameFloor)) : lifted;
    for (const name of preparePerson(person, weights).names) this.collect(name, atLeast, best);
    return [...best].map(([number, score]) => {
      const entry = this.indexed.entries[number] as ListEntry;
      return { entry: entry.id, list: entry.list, ...explained(score, evidenceOf(person, entry, weights), weights) };
    });
  }

  private collect(name: PreparedName, atLeast: number, best: Map<number, NameScore>): void {
    const { weights } = this.configuration;
    const candidates = this.search.find(name, atLeast);
    for (const at of candidates.names) {
      const score = scoreInOrder(name, this.indexed.names[at] as PreparedName, candidates.compare, weights);
      if (score.total < atLeast) continue;
      const entry = this.indexed.entryOfName[at] as number;
      const known = best.get(entry);
      if (known === undefined || score.total > known.total) best.set(entry, score);
    }
  }

  private byIdentifiers(person: ScreenedPerson): Match[] {
    const { weights } = this.configuration;
    const found = new Set((person.identifiers ?? []).flatMap(({ value }) => this.entriesOfIdentifier.get(identifierValue(value)) ?? []));
    if (found.size === 0) return [];
    const ours = preparePerson(person, weights);
    return [...found].map((number) => {
      const entry = this.indexed.entries[number] as ListEntry;
      return { entry: entry.id, list: entry.list, ...scorePrepared(ours, preparePerson(entry, weights), weights) };
    });
  }
}

function hasEvidence({ birthDates, countries }: ScreenedPerson): boolean {
  return (birthDates?.length ?? 0) + (countries?.length ?? 0) > 0;
}

/** The most that birth date and country can add. */
function mostEvidence({ weights }: ScreeningConfiguration): number {
  return weights.birth.day + weights.country.same;
}

function byIdentifier(entries: readonly ListEntry[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  entries.forEach(({ identifiers }, number) => {
    for (const { value } of identifiers ?? []) found.set(identifierValue(value), [...(found.get(identifierValue(value)) ?? []), number]);
  });
  return found;
}

/** By code points, because the order of a locale changes with the machine. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
