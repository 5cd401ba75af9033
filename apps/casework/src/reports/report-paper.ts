import type { RegulatorReport, RegulatorReportContent } from '@tidemark/domain';
import { column, heading, table, text } from '../papers/paper-blocks.js';
import { minuteOf } from '../papers/paper-words.js';
import type { Block, Paper } from '../papers/pdf-paper.js';

/** The report for reading, made of its content alone: the same bytes whenever it is printed. */
export function reportPaper(report: RegulatorReport): Paper {
  const content = report.content as RegulatorReportContent;
  const { regime, law, method, assumptions, crossings, calendar } = content;
  return {
    title: `${STANDING[report.status]}: ${regime.regime}`,
    footer: `${STANDING[report.status]} ${report.id}, number ${report.number} by ${regime.rule}@${regime.ruleVersion}, content ${report.sha256.slice(0, 16)}`,
    asOfMs: report.settled?.at ?? report.drafted.at,
    blocks: [
      pairs([
        ['Authority', content.authority],
        ['Case', `${content.case}, as of log entry ${content.madeFromVersion} of ${minute(content.asOf)}`],
        ['About', `${content.subject.kind} ${[content.subject.provider, content.subject.id].filter(Boolean).join('/')}`],
        ['Rule', `${regime.title}, ${regime.citation}`],
        ['Duty', regime.duty],
        ['Drafted', `${report.drafted.person}, ${minuteOf(report.drafted.at)}`],
        [
          'Settled',
          report.settled === undefined
            ? 'not yet: a draft'
            : `${report.status} by ${report.settled.person}, ${minuteOf(report.settled.at)}`,
        ],
      ]),
      heading('Standing in law'),
      text(law.words),
      pairs([
        ['On the day of the crossing', law.onTheDayOfTheCrossing ?? 'nothing crossed'],
        ['Today', law.today],
        ['Compared with the text it cites', law.verified ? 'yes' : 'no'],
      ]),
      heading('Compute'),
      ...computeBlocks(content),
      heading('Method'),
      text(method.words),
      text(`What counts: ${method.counts}`),
      text(
        `Metering policy: ${method.meteringPolicies.length === 0 ? 'not stated by the flags' : `version ${method.meteringPolicies.join(', ')}`}.`,
      ),
      heading('Assumptions'),
      ...(assumptions.length === 0 ? [text('None is stated by the flags.')] : assumptions.map((one) => text(`– ${one}`))),
      heading('Crossings'),
      table(
        [column('Flag', 2), column('Tier', 1.3), column('Number', 1), column('Moment', 2), column('In words, as it was raised', 5)],
        crossings.map(({ flag, tier, number, moment, sentence }) => [flag, tier ?? '', number ?? 'none', minute(moment), sentence]),
      ),
      heading('Calendar'),
      table(
        [column('Duty', 3), column('Runs from', 1.4), column('Started', 2), column('Due', 2), column('Standing', 2)],
        calendar.map(({ duty, startsOn, startedAt, dueAt, status, verified }) => [
          `${duty}${verified ? '' : ' (not verified)'}`,
          startsOn,
          minute(startedAt),
          minute(dueAt),
          status,
        ]),
      ),
    ],
  };
}

const STANDING = { draft: 'DRAFT report', returned: 'RETURNED report', superseded: 'SUPERSEDED report', final: 'Report' } as const;

function computeBlocks({ compute }: RegulatorReportContent): Block[] {
  if (!('expected' in compute)) return [text(compute.words)];
  const [lower, upper] = compute.interval;
  return [
    text(
      `${compute.expected ?? 'not stated'} ${compute.unit}, between ${lower ?? 'not stated'} and ${upper ?? 'not stated'}, at ${minute(compute.at)} (flag ${compute.flag}).`,
    ),
    text(compute.words),
    pairs([
      ['Provable, at least', `${compute.exact.lower} FLOP`],
      ['Best estimate', `${compute.exact.expected} FLOP`],
      ['At most', `${compute.exact.upper} FLOP`],
    ]),
  ];
}

const pairs = (rows: readonly (readonly [string, string])[]): Block => table([column('', 1), column('', 4)], rows);

const minute = (iso: string): string => minuteOf(Date.parse(iso));
