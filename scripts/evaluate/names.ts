/**
 * Measures the name matcher on the evaluation data: labelled pairs, listed people with typing errors, ordinary people, and how fast it answers.
 * Weights are chosen on the tuned half of every set; the held half is what counts and what `--json` writes.
 *
 *   npm run evaluate:names -- [--data DIR] [--pairs FILE] [--json FILE]
 *
 * `--data` is where names/ and lists/ lie (../shared/data); `--pairs` is any other labelled file of the same columns, judged whole.
 * What is absent is said and is null in the JSON; the command fails only when something is there and cannot be read.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SCREENING_CONFIGURATION, ScreeningIndex } from '@tidemark/screening';
import { crossScriptPairs, listedEntries, type NamePair, namePairs, people } from './names-data.js';
import { crossScriptHits, judgePairs, type PairFigures, type PairResult } from './names-pairs.js';
import { namesOnly, per10k, screenAll, unRecall } from './names-screening.js';
import { type Half, halfOf } from './names-split.js';

interface Figures {
  f1: number | null;
  precision: number | null;
  recall: number | null;
  strongRecall: number | null;
  unRecall: number | null;
  falseHitsPer10k: number | null;
  namesPerSecond: number | null;
  p99Ms: number | null;
}

const say = (line = '') => process.stdout.write(`${line}\n`);
const inHalf =
  (half: Half) =>
  ({ name1, name2 }: NamePair) =>
    halfOf(name1, name2) === half;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { data: { type: 'string', default: '../shared/data' }, pairs: { type: 'string' }, json: { type: 'string' } },
  });
  say(`Configuration ${SCREENING_CONFIGURATION.id}, alert threshold ${SCREENING_CONFIGURATION.alertThreshold}`);
  const figures: Figures = {
    f1: null,
    precision: null,
    recall: null,
    strongRecall: null,
    unRecall: null,
    falseHitsPer10k: null,
    namesPerSecond: null,
    p99Ms: null,
  };
  Object.assign(
    figures,
    values.pairs === undefined ? evaluateHalves(join(values.data, 'names', 'name_pairs.csv')) : evaluateFile(values.pairs),
  );
  evaluateScripts(join(values.data, 'names', 'cross_script_pairs.csv'));
  Object.assign(figures, await evaluateScreening(values.data));
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
}

function evaluateFile(file: string): Partial<Figures> {
  const pairs = namePairs(file);
  if (pairs === undefined) return absent(`labelled pairs (${file})`);
  return reportPairs(`all of ${file}`, pairs);
}

function evaluateHalves(file: string): Partial<Figures> {
  const pairs = namePairs(file);
  if (pairs === undefined) return absent(`labelled pairs (${file})`);
  reportPairs('tuned half', pairs.filter(inHalf('tuned')));
  return reportPairs('held half', pairs.filter(inHalf('held')));
}

/** Too few to be halved, and looked at while the tables of scripts were written: told, not counted. */
function evaluateScripts(file: string): void {
  const pairs = crossScriptPairs(file);
  if (pairs !== undefined) say(`\nNames in other scripts: ${crossScriptHits(pairs)} of ${pairs.length} matched by the name alone`);
}

function reportPairs(title: string, pairs: readonly NamePair[]): Pick<PairFigures, 'f1' | 'precision' | 'recall' | 'strongRecall'> {
  const { results, figures } = judgePairs(pairs);
  const { f1, precision, recall, strongRecall } = figures;
  say(`\nName pairs, ${title}: ${figures.pairs} pairs, ${figures.microsecondsPerPair} microseconds a pair`);
  say(
    `  F1 ${f1.toFixed(3)}, precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}; STRONG right ${(strongRecall * 100).toFixed(1)} % of ${figures.strongPairs}`,
  );
  for (const [category, wrong, all] of errorsByCategory(results)) say(`  ${category}: ${wrong} wrong of ${all}`);
  return { f1, precision, recall, strongRecall };
}

function errorsByCategory(results: readonly PairResult[]): [string, number, number][] {
  const counts = new Map<string, [number, number]>();
  for (const { pair, hit, wanted } of results) {
    const category = `${pair.case_group || '-'} / ${pair.category || '-'} / ${wanted ? 'same' : 'different'}`;
    const [wrong, all] = counts.get(category) ?? [0, 0];
    counts.set(category, [wrong + (hit === wanted ? 0 : 1), all + 1]);
  }
  return [...counts].filter(([, [wrong]]) => wrong > 0).map(([category, [wrong, all]]) => [category, wrong, all]);
}

async function evaluateScreening(data: string): Promise<Partial<Figures>> {
  const entries = await listedEntries(join(data, 'lists'));
  if (entries === undefined) return absent(`lists (${join(data, 'lists')})`);
  const start = performance.now();
  const index = ScreeningIndex.build(entries);
  say(
    `\nIndex of OFAC SDN and UN: ${index.size.entries} entries, ${index.size.names} readings of names, built in ${Math.round(performance.now() - start)} ms`,
  );
  return { ...evaluateListed(index, data), ...evaluateOrdinary(index, data) };
}

function evaluateListed(index: ScreeningIndex, data: string): Partial<Figures> {
  const listed = people(join(data, 'names', 'positives_un_treated.csv'));
  if (listed === undefined) return absent('treated UN names');
  const recall = (half: Half) => {
    const those = listed.filter(({ names }) => halfOf(names[0]?.text ?? '') === half);
    const [whole, bare] = [unRecall(index, those), unRecall(index, namesOnly(those))];
    say(`Treated UN names, ${half} half: ${those.length}, recall ${whole.toFixed(4)} (by the name alone ${bare.toFixed(4)})`);
    return whole;
  };
  recall('tuned');
  return { unRecall: recall('held') };
}

function evaluateOrdinary(index: ScreeningIndex, data: string): Partial<Figures> {
  const ordinary = people(join(data, 'names', 'negatives_us.csv.gz'));
  if (ordinary === undefined) return absent('ordinary people');
  const measure = (half: Half) => {
    const those = ordinary.filter(({ names }) => halfOf(names[0]?.text ?? '') === half);
    const [whole, bare] = [screenAll(index, those), screenAll(index, namesOnly(those))];
    say(
      `Ordinary people, ${half} half: ${those.length}, ${whole.hits} hits, ${per10k(whole).toFixed(2)} in 10,000 (by the name alone ${per10k(bare).toFixed(2)}); ${whole.namesPerSecond} names/s on one core, p99 ${whole.p99Ms.toFixed(2)} ms`,
    );
    return { falseHitsPer10k: per10k(whole), namesPerSecond: whole.namesPerSecond, p99Ms: whole.p99Ms };
  };
  measure('tuned');
  return measure('held');
}

function absent(what: string): Record<string, never> {
  say(`\nNot evaluated, because the data is absent: ${what}.`);
  return {};
}

await main();
