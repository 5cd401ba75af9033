/**
 * Feeds published training runs as usage through metering and judging, and compares with what was published.
 *
 *   npm run evaluate:runs -- [--data PATH] [--json FILE]
 *
 * `--data` is a table of the same columns, or a folder that holds one, or the folder in which runs/ lies (../shared/data).
 * Where it is absent that is said, and the JSON holds null; the command fails only when something is there and cannot be read.
 */
import { parseArgs } from 'node:util';
import { tablesOf } from './csv-rows.js';
import { say, sayAbsent, writeJson } from './report.js';
import { RUN_COLUMNS, readRun, type UnfedRun } from './runs-data.js';
import { figuresOf, type RunFigures } from './runs-figures.js';
import { runJson, sayRuns, saySummary, sayUnfed } from './runs-report.js';
import { summaryOf } from './runs-summary.js';
import { UseMeter } from './use-meter.js';

const { values } = parseArgs({ options: { data: { type: 'string', default: '../shared/data' }, json: { type: 'string' } } });

const { files, passedOver } = tablesOf(values.data, 'runs', RUN_COLUMNS);
for (const file of passedOver) say(`Passed over, since its columns are others: ${file}`);
if (files.length === 0) {
  sayAbsent('published runs', values.data);
  writeJson(values.json, { withinBounds: null, withinTwice: null, summary: null, runs: null, notFed: null });
} else {
  const meter = new UseMeter();
  const figures: RunFigures[] = [];
  const notFed: UnfedRun[] = [];
  for (const { file, rows } of files) {
    for (const run of rows.map(readRun)) {
      if ('reason' in run) notFed.push(run);
      else figures.push(figuresOf(run, meter));
    }
    say(`${file}: ${rows.length} rows`);
  }
  const summary = summaryOf(figures);
  sayRuns(figures);
  sayUnfed(notFed);
  saySummary(summary);
  const { withinBounds, withinTwice } = summary;
  writeJson(values.json, { withinBounds, withinTwice, summary, runs: figures.map(runJson), notFed });
}
