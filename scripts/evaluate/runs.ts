/**
 * Feeds published training runs as usage through metering and judging, and compares with what was published.
 *
 *   npm run evaluate:runs -- [--data PATH] [--json FILE]
 *
 * `--data` is a table of the same columns, or a folder that holds one, or the folder in which runs/ lies (../shared/data).
 * Where it is absent that is said, and the JSON holds null; the command fails only when something is there and cannot be read.
 */
import { parseArgs } from 'node:util';
import { csvFiles, missingColumns } from './csv-rows.js';
import { say, sayAbsent, writeJson } from './report.js';
import { RUN_COLUMNS, readRun, type UnfedRun } from './runs-data.js';
import { figuresOf, type RunFigures } from './runs-figures.js';
import { runJson, sayRuns, saySummary, sayUnfed } from './runs-report.js';
import { summaryOf } from './runs-summary.js';
import { UseMeter } from './use-meter.js';

const { values } = parseArgs({ options: { data: { type: 'string', default: '../shared/data' }, json: { type: 'string' } } });

const files = csvFiles(values.data, 'runs');
if (files.length === 0) {
  sayAbsent('published runs', values.data);
  writeJson(values.json, { runs: null, notFed: null, summary: null });
} else {
  const meter = new UseMeter();
  const figures: RunFigures[] = [];
  const notFed: UnfedRun[] = [];
  for (const { file, rows } of files) {
    const missing = missingColumns(rows, RUN_COLUMNS);
    if (rows.length === 0 || missing.length > 0) throw new Error(`${file} is no table of runs: ${missing.join(', ') || 'rows'} missing`);
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
  writeJson(values.json, { runs: figures.map(runJson), notFed, summary });
}
