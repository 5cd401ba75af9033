/**
 * Makes docs/reference/codes.md from the tables in the code.
 *
 *     node dist/scripts/reference/codes.js [--check]
 *
 * --check writes nothing and exits 1 when the committed file is not what the tables say.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PERMISSION_PROBLEMS, PLATFORM_PROBLEMS, TENANCY_PROBLEMS, TOKEN_PROBLEMS } from '@tidemark/access';
import { REFUSALS, REJECTIONS, RULE_PROBLEMS } from '@tidemark/domain';
import { FACILITY_REFUSALS } from '../../apps/facility-registry/src/facts/refusal-codes.js';
import { type AnyRefusalCode, DOOR_PROBLEMS, problemOf } from '../../apps/ingest-gateway/src/door-problems.js';
import { PEOPLE_REFUSALS } from '../../apps/standalone/src/people/people.refusals.js';
import { ASKING_PROBLEMS } from '../../apps/threshold-monitor/src/ask/asking-problems.js';
import { RULE_ROOM_REFUSALS } from '../../apps/threshold-monitor/src/rules/rules.refusals.js';
import { LEDGER_PROBLEMS } from '../../apps/usage-ledger/src/ask/ledger-problems.js';
import { CASEWORK_SECTIONS } from './casework-sections.js';
import { FINDING_KINDS, HELD_REASONS } from './ledger-meanings.js';
import { REGISTRY_SECTIONS } from './registry-sections.js';
import { type CodeSection, renderCodes } from './render-codes.js';

const TARGET = resolve('docs/reference/codes.md');

const refusals = Object.fromEntries(
  Object.entries(REFUSALS).map(([code, entry]) => [code, { status: problemOf(code as AnyRefusalCode).status, ...entry }]),
);

const SECTIONS: CodeSection[] = [
  {
    heading: 'Rejected records',
    text: 'In the verdicts of a receipt. The record alone is rejected; the rest of its report is taken.',
    rows: REJECTIONS,
  },
  {
    heading: 'Refused reports',
    text: 'The report as a whole is refused: it is not durable, takes no sequence and is in no count. A single report is answered with a problem of this HTTP status; of several, and on gRPC and Kafka, the receipt carries the refusal.',
    rows: refusals,
  },
  {
    heading: 'Refused at the door',
    text: 'What the doors refuse before and around the check of a report.',
    rows: DOOR_PROBLEMS,
  },
  {
    heading: 'Held records',
    text: 'The record is durable and visible, and is counted by itself when what it waits for comes.',
    rows: HELD_REASONS,
  },
  { heading: 'Findings', text: 'What somebody should look at. Nothing is left out of a count for it.', rows: FINDING_KINDS },
  { heading: 'Questions to the ledger', text: 'Why a question is not answered.', rows: LEDGER_PROBLEMS },
  { heading: 'Facilities', text: 'Why a registration is refused.', rows: FACILITY_REFUSALS },
  ...REGISTRY_SECTIONS,
  {
    heading: 'Files of rules',
    text: 'What is wrong with a rule that is proposed, with the path of the field. All of it is named in one answer.',
    rows: RULE_PROBLEMS,
  },
  {
    heading: 'Questions to the monitor',
    text: 'Why a question for flags, totals, projections or suppositions is not answered.',
    rows: ASKING_PROBLEMS,
  },
  { heading: 'Rules', text: 'Why a rule is not proposed, tried, activated or retired.', rows: RULE_ROOM_REFUSALS },
  ...CASEWORK_SECTIONS,
  { heading: 'People', text: 'Why a change of people is not made (embedded issuer).', rows: PEOPLE_REFUSALS },
  { heading: 'Every call', text: 'What any address may answer, whatever it is about.', rows: PLATFORM_PROBLEMS },
  {
    heading: 'Who may speak',
    text: 'Why a token is not enough.',
    rows: { ...TOKEN_PROBLEMS, ...TENANCY_PROBLEMS, ...PERMISSION_PROBLEMS },
  },
];

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const wanted = renderCodes(SECTIONS);
const present = existsSync(TARGET) ? readFileSync(TARGET, 'utf8') : '';
if (!values.check) writeFileSync(TARGET, wanted);
else if (present !== wanted) {
  console.error('docs/reference/codes.md is not what the code says: run node dist/scripts/reference/codes.js and commit it.');
  process.exit(1);
}
