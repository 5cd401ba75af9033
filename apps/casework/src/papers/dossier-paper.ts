import { type CaseState, twoFigures } from '@tidemark/domain';
import type { DossierCase, ReleasedIdentity } from './dossier-case.js';
import { releasedIdentities } from './dossier-case.js';
import { column, heading, table, text } from './paper-blocks.js';
import { flatWords, minuteOf, saidIn, titleOf } from './paper-words.js';
import { partBlocks } from './part-tables.js';
import type { Block, Paper } from './pdf-paper.js';

const ERASED = '[erased]';

/** The dossier for reading. Everything in it stands in case.json too; what a table shortens stands there in full. */
export function dossierPaper(
  dossier: DossierCase,
  files: Readonly<Record<string, string>>,
  leftOut: Readonly<Record<string, string>>,
): Paper {
  const { state, lines, asOfMs, hash } = dossier;
  return {
    title: 'Dossier of a case',
    footer: `Case ${state.id}, as of log entry ${state.version} of ${minuteOf(asOfMs)}`,
    asOfMs,
    blocks: [
      text(
        `As of log entry ${state.version} of ${minuteOf(asOfMs)}, whose hash is ${hash}. What is written ‹so› stands in another script in case.json.`,
      ),
      ...caseBlocks(state),
      ...flagBlocks(state),
      ...clockBlocks(state),
      ...decisionBlocks(state),
      ...partBlocks(state),
      ...identityBlocks(state, releasedIdentities(lines)),
      ...keepingBlocks(state),
      heading('Timeline'),
      table(
        [column('No.', 0.6), column('When', 1.6), column('What', 2), column('By', 1.8), column('Said', 5)],
        lines.map((line) => [
          String(line.sequence),
          minuteOf(Number(line.facts.at)),
          titleOf(line.facts.type),
          `${line.facts.by}, ${line.facts.role}`,
          saidIn(line),
        ]),
      ),
      heading('What is in the archive'),
      table([column('File', 3), column('SHA-256', 4)], Object.entries(files)),
      ...(Object.keys(leftOut).length === 0
        ? []
        : [heading('What is not in the archive', 2), table([column('What', 3), column('Why', 4)], Object.entries(leftOut))]),
      text('To verify the log and the archive offline: tidemark verify-case FILE, as docs/reference/dossier.md says.'),
    ],
  };
}

function caseBlocks(state: CaseState): Block[] {
  const { subject, papers } = state;
  const rows: [string, string][] = [
    ['Case', state.id],
    ['Authority', state.authority],
    ['Matter', state.matter],
    ['About', `${subject.kind} ${[subject.provider, subject.id].filter(Boolean).join('/')}`],
    ['Opened', minuteOf(state.openedAt)],
    ['Stage', `${state.stage}, since ${minuteOf(state.stageSince)}`],
    ['Severity', state.severity],
    ['Jurisdiction', state.jurisdiction],
  ];
  if (papers.erased !== undefined) rows.push(['Person', `erased on ${minuteOf(papers.erased.at)} (${papers.erased.cause})`]);
  return [heading('The case'), table([column('', 1), column('', 4)], rows)];
}

function flagBlocks({ flags }: CaseState): Block[] {
  const rows = [...flags.values()].map(({ id, rule, ruleVersion, legalStatus, tier, momentMs, totals, sentence, withdrawn }) => [
    `${id}${withdrawn ? ' (withdrawn)' : ''}`,
    `${rule}@${ruleVersion}, ${legalStatus}`,
    tier ?? '',
    minuteOf(momentMs),
    totals === undefined
      ? ''
      : `${figures(totals.expected, 'NEAREST')} FLOP, between ${figures(totals.lower, 'DOWN')} and ${figures(totals.upper, 'UP')}`,
    sentence,
  ]);
  return [
    heading('Flags'),
    text('A flag starts scrutiny and decides nothing. No law in force obliges a cloud provider to report a customer’s training run.'),
    table(
      [
        column('Flag', 1.7),
        column('Rule, status', 1.7),
        column('Tier', 1.2),
        column('Moment', 1.3),
        column('Compute', 1.7),
        column('In words, as it was raised', 5),
      ],
      rows,
    ),
  ];
}

const figures = (amount: string, rounding: 'NEAREST' | 'DOWN' | 'UP'): string => twoFigures(amount, rounding) ?? amount;

function clockBlocks({ clocks }: CaseState): Block[] {
  const rows = [...clocks.values()].map(({ duty, regime, startedAt, dueAt, status, endedAt, breachedAt }) => [
    duty,
    regime ?? 'house',
    minuteOf(startedAt),
    minuteOf(dueAt),
    `${status}${endedAt === undefined ? '' : ` ${minuteOf(endedAt)}`}${breachedAt === undefined || status === 'breached' ? '' : ', late'}`,
  ]);
  return [
    heading('Clocks'),
    table([column('Duty', 3), column('Of', 2), column('Started', 1.6), column('Due', 1.6), column('Ended', 2)], rows),
  ];
}

function decisionBlocks({ decisions }: CaseState): Block[] {
  const proposals = [...decisions.proposals.values()].flatMap(
    ({ id, outcome, statement, step, status, settled, rules, evidence }): Block[] => [
      heading(`${outcome}: ${status}`, 2),
      text(
        `Proposal ${id} of ${step.person} (${step.role}), ${minuteOf(step.at)}.${settled === undefined ? '' : ` Settled by ${settled.by}, ${minuteOf(settled.at)}${settled.reason === undefined ? '' : `: ${settled.reason}`}`}`,
      ),
      table(
        [column('', 1), column('', 4)],
        [
          ['Facts', statement?.facts ?? ERASED],
          ['Rules', rules.map(({ rule, version }) => `${rule}@${version}`).join(', ')],
          ['Evidence', evidence.join(', ')],
          ['Considered', statement?.considered ?? ERASED],
          ['Right to reply', statement?.rightToReply ?? ERASED],
          ['Right to appeal', statement?.rightToAppeal ?? ERASED],
        ],
      ),
    ],
  );
  const appeals = [...decisions.appeals.values()].map(({ id, status, receivedAt, grounds, decision, decidedAt, proposals: heard }) => [
    id,
    `${status}, received ${minuteOf(receivedAt)}`,
    grounds ?? ERASED,
    decision === undefined ? '' : `${decision}, ${decidedAt === undefined ? '' : minuteOf(decidedAt)}`,
    heard.find((one) => one.status === 'approved')?.reasons ?? '',
  ]);
  return [
    heading('Decisions and statements of reasons'),
    ...(proposals.length === 0 ? [text('Nothing was proposed.')] : proposals),
    heading('Appeals', 2),
    table([column('Appeal', 1.6), column('Standing', 2), column('Grounds', 4), column('Decision', 2), column('Reasons', 3)], appeals),
  ];
}

function identityBlocks({ access }: CaseState, released: readonly ReleasedIdentity[]): Block[] {
  const grants = [...access.grants.values()].map(
    ({ id, customers, fields, purpose, reason, persons, from, until, breakGlass, granted, ended }) => [
      `${id}${breakGlass ? ' (break-glass)' : ''}`,
      `${customers.join(', ')}: ${fields.join(', ')}`,
      `${purpose}${reason === undefined ? '' : `: ${reason}`}`,
      `${granted.person} to ${persons.join(', ')}`,
      `${minuteOf(from)} to ${minuteOf(ended?.at ?? until)}`,
    ],
  );
  const readings = released.map(({ customer, readBy, role, at, purpose, grant, released: shown, withheld }) => [
    String(customer),
    `${readBy}, ${role}, ${minuteOf(Date.parse(at))}`,
    `${grant}: ${purpose ?? ERASED}`,
    withheld ? '[withheld: for leads and auditors]' : shown === null ? ERASED : flatWords(shown),
  ]);
  return [
    heading('Identities released to the case, and why'),
    table([column('Grant', 2), column('Whose, and what', 3), column('Purpose', 3), column('Granted by', 2), column('From, to', 2)], grants),
    heading('What was read', 2),
    table([column('Customer', 2), column('Read by', 2), column('On, why', 3), column('What was shown', 5)], readings),
  ];
}

function keepingBlocks({ papers }: CaseState): Block[] {
  const holds = [...papers.holds.values()].map(({ id, placed, released, reason }) => [
    id,
    `${placed.person}, ${minuteOf(placed.at)}${released === undefined ? '' : `; released by ${released.person}, ${minuteOf(released.at)}`}`,
    reason ?? ERASED,
  ]);
  const reports = [...papers.reports.values()].map(({ id, rule, ruleVersion, number, status, sha256 }) => [
    id,
    `${rule}@${ruleVersion}, number ${number}`,
    status,
    sha256,
  ]);
  return [
    heading('Holds and reports'),
    table([column('Hold', 2), column('Placed', 3), column('Why', 4)], holds),
    table([column('Report', 2), column('Of', 3), column('Status', 1), column('SHA-256', 3)], reports),
  ];
}
