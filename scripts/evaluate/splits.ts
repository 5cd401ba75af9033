/**
 * Feeds runs that are split over small nodes as usage, in the forms that somebody who hides could choose: what is caught, when, and what not.
 *
 *   npm run evaluate:splits -- [--data PATH] [--json FILE]
 *
 * `--data` is a table of the same columns, or a folder that holds one, or the folder in which splits/ lies (../shared/data).
 * Where it is absent that is said, and the JSON holds null; the command fails only when something is there and cannot be read.
 */
import { parseArgs } from 'node:util';
import { tablesOf } from './csv-rows.js';
import { say, sayAbsent, writeJson } from './report.js';
import { readScenario, SPLIT_COLUMNS, type UnfedScenario } from './splits-data.js';
import { detect } from './splits-detection.js';
import { FORMS } from './splits-forms.js';
import { hidingIn } from './splits-hiding.js';
import {
  type SplitRow,
  sayForms,
  sayNodes,
  sayReadings,
  sayUnfedScenarios,
  sayWhole,
  scenarioJson,
  summaryOfSplits,
} from './splits-report.js';
import { UseMeter } from './use-meter.js';

const { values } = parseArgs({ options: { data: { type: 'string', default: '../shared/data' }, json: { type: 'string' } } });

const { files, passedOver } = tablesOf(values.data, 'splits', SPLIT_COLUMNS);
for (const file of passedOver) say(`Passed over, since its columns are others: ${file}`);
if (files.length === 0) {
  sayAbsent('splits', values.data);
  writeJson(values.json, { scenarios: null, notFed: null, summary: null });
} else {
  const meter = new UseMeter();
  const splits: SplitRow[][] = [];
  const notFed: UnfedScenario[] = [];
  for (const { file, rows } of files) {
    say(`${file}: ${rows.length} rows`);
    for (const scenario of rows.map(readScenario)) {
      if ('reason' in scenario) notFed.push(scenario);
      else splits.push(detect(scenario, FORMS, meter).map((figures) => ({ scenario, figures })));
    }
  }
  const hiding = splits.map(([row]) => hidingIn(row!.scenario, meter));
  const summary = summaryOfSplits(splits.flat());
  sayReadings();
  sayWhole(splits.flatMap((rows) => rows.filter(({ figures }) => figures.form === 'ONE_CONTROLLER')));
  sayForms(splits);
  sayNodes(
    splits.flatMap((rows, at) =>
      rows.filter(({ figures }) => figures.form === 'STRANGERS').map((row) => ({ ...row, hiding: hiding[at]! })),
    ),
  );
  sayUnfedScenarios(notFed);
  say();
  for (const { words, caught, probable, of, why } of summary)
    say(`${words}: ${caught} of ${of} caught, ${probable} PROBABLE${why ? `; not observable: ${why}` : ''}`);
  writeJson(values.json, { scenarios: splits.map((rows, at) => scenarioJson(rows, hiding[at]!)), notFed, summary });
}
