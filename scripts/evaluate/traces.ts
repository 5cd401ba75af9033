/**
 * Feeds traces of real fleets as usage through metering and judging: what ordinary use raises.
 *
 *   npm run evaluate:traces -- [--data PATH] [--model NAME] [--json FILE]
 *
 * `--data` is a trace, or a folder of traces, or the folder in which traces/ lies (../shared/data). `--model` stands for accelerators that
 * a trace does not name. Where the data is absent that is said, and the JSON holds null; the command fails only when something is there
 * and cannot be read, or when a customer of an ordinary fleet is flagged at 1e25 or above.
 */
import { parseArgs } from 'node:util';
import { PUBLISHED_CATALOGUE } from '@tidemark/domain';
import { tablesOf } from './csv-rows.js';
import { say, sayAbsent, writeJson } from './report.js';
import { readTrace, TRACE_COLUMNS } from './traces-data.js';
import { type FleetFigures, flagsFrom1e25, judgeFleet } from './traces-flags.js';
import { fleetOf } from './traces-fleet.js';
import { sayClusters, sayFlags, sayLargest, sayModels, sayTrace, traceJson } from './traces-report.js';

const { values } = parseArgs({
  options: { data: { type: 'string', default: '../shared/data' }, model: { type: 'string', default: 'A100' }, json: { type: 'string' } },
});
if (PUBLISHED_CATALOGUE.resolve(values.model) === undefined) throw new Error(`the catalogue does not know the accelerator ${values.model}`);

/** The widest part of three generations. */
const OTHER_MODELS = ['V100', 'A100', 'H100'];

const { files, passedOver } = tablesOf(values.data, 'traces', TRACE_COLUMNS);
for (const file of passedOver) say(`Passed over, since its columns are others: ${file}`);
if (files.length === 0) {
  sayAbsent('traces', values.data);
  writeJson(values.json, { customerFlagsAt1e25: null, summary: null, traces: null });
} else {
  const all: FleetFigures[] = [];
  const json: unknown[] = [];
  for (const { file, rows } of files) {
    const trace = readTrace(rows);
    const fleet = fleetOf(trace.jobs, values.model);
    const figures = judgeFleet(fleet);
    sayTrace(file, trace, fleet, values.model);
    sayClusters(fleet.clusters, figures.clusters);
    sayLargest('account', figures.accounts);
    if (figures.customers.length !== figures.accounts.length) sayLargest('customer', figures.customers);
    sayFlags(figures);
    if (fleet.assumed > 0) sayModels(OTHER_MODELS.map((model) => ({ model, figures: judgeFleet(fleetOf(trace.jobs, model)) })));
    all.push(figures);
    json.push(traceJson(file, trace, fleet, figures, values.model));
  }
  const customerFlagsAt1e25 = flagsFrom1e25(all.flatMap(({ customers }) => customers));
  const everythingFlagsAt1e25 = flagsFrom1e25(all.map(({ everything }) => everything));
  say();
  say(
    `Flags of customers at 1e25 and above: ${customerFlagsAt1e25} (must be 0); as if one controller stood behind a whole trace: ${everythingFlagsAt1e25}`,
  );
  writeJson(values.json, { customerFlagsAt1e25, summary: { customerFlagsAt1e25, everythingFlagsAt1e25 }, traces: json });
  if (customerFlagsAt1e25 > 0) process.exitCode = 1;
}
