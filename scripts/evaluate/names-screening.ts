import { type ScreenedPerson, ScreeningIndex } from '@tidemark/screening';
import { UN_LIST } from './names-data.js';

export interface ScreeningFigures {
  readonly people: number;
  readonly hits: number;
  readonly namesPerSecond: number;
  readonly p99Ms: number;
}

/** How many of the people are matched at the alert threshold, on one core, and how long a question takes. */
export function screenAll(index: ScreeningIndex, people: readonly ScreenedPerson[], list?: string): ScreeningFigures {
  const spent = new Float64Array(people.length);
  let hits = 0;
  const start = performance.now();
  people.forEach((person, at) => {
    const before = performance.now();
    const matches = index.screen(person);
    spent[at] = performance.now() - before;
    if (list === undefined ? matches.length > 0 : matches.some((match) => match.list === list)) hits += 1;
  });
  const seconds = (performance.now() - start) / 1000;
  spent.sort();
  return {
    people: people.length,
    hits,
    namesPerSecond: Math.round(people.length / seconds),
    p99Ms: spent[Math.floor(people.length * 0.99)] ?? 0,
  };
}

/** Share of listed people, their names treated with typing errors, that are found on the UN list. */
export function unRecall(index: ScreeningIndex, people: readonly ScreenedPerson[]): number {
  return people.length === 0 ? 1 : screenAll(index, people, UN_LIST).hits / people.length;
}

export function per10k({ hits, people }: ScreeningFigures): number {
  return people === 0 ? 0 : (hits / people) * 10_000;
}

/** The same people as somebody who was only given names would ask. */
export function namesOnly(people: readonly ScreenedPerson[]): ScreenedPerson[] {
  return people.map(({ kind, names }) => ({ kind, names }));
}
