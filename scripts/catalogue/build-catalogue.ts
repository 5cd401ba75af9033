/**
 * Makes libs/domain/src/catalogue/catalogue-data.ts from Epoch's table of ML hardware and the corrections beside this file.
 *
 *     node build-catalogue.js --data DIR [--version N] [--check]
 *
 * DIR is the optional evaluation data: it must hold accelerators/epoch_ml_hardware.csv (Epoch AI, "Data on ML hardware", CC BY 4.0).
 * --check writes nothing and exits 1 when the committed file is not what the sources give. Exit 2: the data is not there.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type AcceleratorEntry, validateCatalogue } from '@tidemark/domain';
import { AMD_MODELS, INTEL_MODELS } from './amd-intel-models.js';
import { type CatalogueModel, vended } from './catalogue-model.js';
import { CHINA_MODELS } from './china-models.js';
import { CLOUD_OWN_MODELS } from './cloud-own-models.js';
import { composeEntry } from './compose-entry.js';
import { type EpochRow, readEpochTable } from './epoch-table.js';
import { INSTANCE_TYPES } from './instance-types.js';
import { LEFT_OUT } from './left-out.js';
import { NVIDIA_SINCE_HOPPER } from './nvidia-since-hopper.js';
import { NVIDIA_UNTIL_AMPERE } from './nvidia-until-ampere.js';
import { OTHER_MODELS } from './other-models.js';
import { renderCatalogue } from './render-catalogue.js';

const FIRST_DATE = '2016-01-01';
const TARGET = resolve('libs/domain/src/catalogue/catalogue-data.ts');

const MODELS: readonly CatalogueModel[] = [
  ...vended('NVIDIA', NVIDIA_UNTIL_AMPERE),
  ...vended('NVIDIA', NVIDIA_SINCE_HOPPER),
  ...vended('AMD', AMD_MODELS),
  ...vended('Intel', INTEL_MODELS),
  ...CLOUD_OWN_MODELS,
  ...CHINA_MODELS,
  ...OTHER_MODELS,
];

function main(): number {
  const { values } = parseArgs({
    options: { data: { type: 'string' }, version: { type: 'string', default: '1' }, check: { type: 'boolean' } },
  });
  const csv = values.data === undefined ? undefined : join(values.data, 'accelerators', 'epoch_ml_hardware.csv');
  if (csv === undefined || !existsSync(csv)) {
    console.error(csv === undefined ? 'Give the evaluation data with --data DIR.' : `No such file: ${csv}.`);
    console.error('It is optional: the catalogue in the repository is complete without it, and only making a new version needs it.');
    return 2;
  }
  const table = readEpochTable(csv);
  const entries = MODELS.map((model) => composeEntry(model, table));
  const problems = [
    ...undecidedRows(table),
    ...validateCatalogue(entries).map((problem) => JSON.stringify(problem)),
    ...unresolvedInstances(entries),
  ];
  if (problems.length > 0) {
    console.error(problems.join('\n'));
    return 1;
  }
  const text = renderCatalogue(Number(values.version), entries, INSTANCE_TYPES);
  if (values.check) return isCommitted(text);
  writeFileSync(TARGET, text);
  console.log(`${entries.length} models, ${INSTANCE_TYPES.length} instance types -> ${TARGET}`);
  return 0;
}

/** Every row since 2016 is a model or is left out for a reason; what is new in the table cannot be overlooked. */
function undecidedRows(table: ReadonlyMap<string, EpochRow>): string[] {
  const decided = new Set([...MODELS.flatMap((model) => model.epoch ?? []), ...Object.keys(LEFT_OUT)]);
  const recent = [...table].filter(([, row]) => (row.get('Release date') ?? FIRST_DATE) >= FIRST_DATE);
  return recent.filter(([name]) => !decided.has(name)).map(([name]) => `"${name}" is neither a model nor left out`);
}

function unresolvedInstances(entries: readonly AcceleratorEntry[]): string[] {
  const models = new Set(entries.map((entry) => entry.model));
  return INSTANCE_TYPES.filter((type) => !models.has(type.model)).map((type) => `${type.provider} ${type.name}: no model "${type.model}"`);
}

function isCommitted(text: string): number {
  const same = existsSync(TARGET) && readFileSync(TARGET, 'utf8') === text;
  console.log(same ? 'The committed catalogue is what the sources give.' : `${TARGET} is not what the sources give: build it again.`);
  return same ? 0 : 1;
}

process.exitCode = main();
