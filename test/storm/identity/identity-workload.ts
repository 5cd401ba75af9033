/** What people and machines want of the registry while it is killed: each want is one that must happen once, and be answered. */
import { inLanes } from '../harness/patience.js';
import type { StormClient } from './registry-storm.js';

export interface Workload {
  machine: StormClient;
  analyst: StormClient;
  operator: StormClient;
  customers: number;
  bulkRows: number;
  listEntries: number;
}

export interface Done {
  /** Ids by number of the customer. */
  customers: string[];
  links: string[];
  bulk: string;
  /** Answers that were neither the thing nor its repeat. */
  refusals: string[];
}

const LANES = 4;

export async function work(load: Workload): Promise<Done> {
  const done: Done = { customers: [], links: [], bulk: '', refusals: [] };
  await Promise.all([importVersions(load, done), onboardInBulk(load, done), onboardAndDecide(load, done)]);
  return done;
}

/** One after the other: the second version takes a tenth away, changes a tenth and adds a tenth. */
async function importVersions({ operator, listEntries }: Workload, { refusals }: Done): Promise<void> {
  for (const version of [1, 2]) {
    const path = `/v1/lists/storm-list/versions?format=ftm-json&version=v${version}&confirm=true`;
    const { status, body } = await operator.change(`list-${version}`, 'POST', path, listFile(version, listEntries), 'application/x-ndjson');
    if (status !== 201 && status !== 200) refusals.push(`list ${version}: ${status} ${JSON.stringify(body)}`);
  }
}

/** FollowTheMoney, a line each. */
export function listFile(version: number, entries: number): string {
  const tenth = Math.floor(entries / 10);
  const from = version === 1 ? 0 : tenth;
  return Array.from({ length: entries }, (_, at) => {
    const n = from + at;
    const renamed = version === 2 && n % 10 === 5;
    const name = `${madeUpName(n + 5_000)}ov${renamed ? ' Secunda' : ''}`;
    return JSON.stringify({ id: `storm-${n}`, schema: 'Person', caption: name, properties: { name: [name], topics: ['sanction'] } });
  })
    .map((line) => `${line}\n`)
    .join('');
}

async function onboardInBulk({ machine, bulkRows }: Workload, done: Done): Promise<void> {
  const file = Array.from({ length: bulkRows }, (_, row) => `${JSON.stringify(bulkRow(row))}\n`).join('');
  const { status, body } = await machine.change('bulk', 'POST', '/v1/customers/bulk', file, 'application/x-ndjson');
  if (status !== 202) done.refusals.push(`bulk: ${status} ${JSON.stringify(body)}`);
  else done.bulk = body.id;
}

/** Every tenth lacks what makes it a customer. */
export const isBadRow = (row: number): boolean => row % 10 === 9;
const bulkRow = (row: number): object =>
  isBadRow(row) ? { kind: 'LEGAL', reference: `bulk-${row}`, names: [] } : company(`bulk-${row}`, `${madeUpName(row + 1_000)} GmbH`);

/** Onboards, verifies to BASIC by a person, and ties an account, for every customer. */
async function onboardAndDecide({ machine, analyst, customers }: Workload, done: Done): Promise<void> {
  const numbers = Array.from({ length: customers }, (_, n) => n);
  await inLanes(LANES, numbers, async (n) => {
    const must = async (what: string, wanted: number[], sending: ReturnType<StormClient['change']>) => {
      const { status, body } = await sending;
      if (!wanted.includes(status)) done.refusals.push(`${what} of ${n}: ${status} ${JSON.stringify(body)}`);
      return body;
    };
    const made = await must(
      'onboarding',
      [201],
      machine.change(`customer-${n}`, 'POST', '/v1/customers', company(`storm-${n}`, `${madeUpName(n)} Ltd`)),
    );
    if (made?.id === undefined) return;
    const { id } = made;
    done.customers[n] = id;
    const path = `/v1/customers/${id}/verifications`;
    await must('start', [200, 201], analyst.change(`start-${n}`, 'POST', path, { level: 'BASIC' }));
    const decision = { outcome: 'APPROVED', reason: 'All requirements are met.' };
    await must('decision', [200], analyst.change(`decide-${n}`, 'POST', `${path}/decision`, decision));
    const link = { account: `storm-account-${n}`, customer: id, from: '2026-01-01', evidence: { kind: 'DECLARED' } };
    const linked = await must('link', [201], machine.change(`link-${n}`, 'POST', '/v1/links', link));
    if (linked?.id !== undefined) done.links[n] = linked.id;
  });
}

function company(reference: string, name: string): object {
  return {
    kind: 'LEGAL',
    reference,
    names: [{ text: name, kind: 'LEGAL' }],
    addresses: [{ kind: 'REGISTERED', lines: ['1 Fictional Street'], locality: 'Nowhere', country: 'DE' }],
    jurisdiction: 'DE',
    identifiers: [{ scheme: 'REGISTRATION', value: `HRB ${reference}`, country: 'DE' }],
    contacts: [{ kind: 'EMAIL', value: `${reference}@example.com` }],
    businessPurpose: 'Weather models for wind farms.',
  };
}

/** Two words that no other number has. */
function madeUpName(n: number): string {
  const word = (from: number, length: number) => {
    let rest = (Math.imul(from + 1, 2_654_435_761) >>> 0) % 20 ** length;
    return Array.from({ length }, () => {
      const syllable = SYLLABLES[rest % 20];
      rest = Math.floor(rest / 20);
      return syllable;
    }).join('');
  };
  return `${word(n, 3)} ${word(n * 31 + 7, 4)}`;
}

const SYLLABLES = ['ba', 'ce', 'di', 'fo', 'gu', 'ha', 'je', 'ki', 'lo', 'mu', 'na', 'pe', 'ri', 'so', 'tu', 'va', 'we', 'xi', 'yo', 'zu'];
