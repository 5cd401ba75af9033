import type { CaseState } from '@tidemark/domain';
import { plain } from './dossier-case.js';
import { flatWords } from './paper-words.js';
import type { Block } from './pdf-paper.js';

/** Courses of a case that a reader asks for by name; the timeline has their steps, case.json all of them. */
const PARTS: readonly (readonly [string, (state: CaseState) => ReadonlyMap<string, object>])[] = [
  ['Requests for information', ({ requests }) => requests.information],
  ['Declarations', ({ requests }) => requests.declarations],
  ['Warnings before an order', ({ orders }) => orders.warnings],
  ['Suspension orders', ({ orders }) => orders.orders],
  ['Incidents', ({ incidents }) => incidents],
  ['Evaluations', ({ evaluations }) => evaluations],
  ['Referrals', ({ referrals }) => referrals.referrals],
  ['Requests of other authorities', ({ referrals }) => referrals.requests],
  ['Notices', ({ decisions }) => decisions.notices],
];

/** What went to another authority as a whole is no reading matter, and what identities it held has a table of its own. */
const NOT_SHOWN: ReadonlySet<string> = new Set(['id', 'status', 'sealed', 'payload', 'identity', 'codeHash', 'code']);

/** A table for each course that the case has; those that it has not are named in one line. */
export function partBlocks(state: CaseState): Block[] {
  const tables = PARTS.map(([title, of]) => [title, [...of(state)]] as const);
  const none = tables.filter(([, rows]) => rows.length === 0).map(([title]) => title.toLowerCase());
  return [
    { kind: 'heading', text: 'What was asked, answered and ordered', level: 1 },
    ...tables.filter(([, rows]) => rows.length > 0).flatMap(([title, rows]) => tableOf(title, rows)),
    ...(none.length === 0 ? [] : [{ kind: 'text', text: `None: ${none.join(', ')}.` } as const]),
  ];
}

const tableOf = (title: string, rows: readonly (readonly [string, object])[]): Block[] => [
  { kind: 'heading', text: title, level: 2 },
  {
    kind: 'table',
    columns: [
      { title: 'Id', width: 2 },
      { title: 'Standing', width: 1.5 },
      { title: 'Said', width: 7 },
    ],
    rows: rows.map(([id, part]) => [id, 'status' in part ? String(part.status) : '', flatWords(shown(part))]),
  },
];

const shown = (part: object): unknown => plain(Object.fromEntries(Object.entries(part).filter(([name]) => !NOT_SHOWN.has(name))));
