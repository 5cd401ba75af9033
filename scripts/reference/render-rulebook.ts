import {
  type Clock,
  type Condition,
  differencesBetween,
  horizonDaysOf,
  latestVersions,
  type Rule,
  type Rulebook,
  type RulebookDifferences,
  type RuleKind,
  ruleKey,
  unitOf,
} from '@tidemark/domain';

interface Column {
  readonly name: string;
  readonly text: (rule: Rule) => string;
}

interface Section {
  readonly kind: RuleKind;
  readonly heading: string;
  readonly text: string;
  readonly columns: readonly Column[];
}

const RULE: Column = { name: 'rule', text: (rule) => `\`${ruleKey(rule)}\` ${rule.title}` };
const CITATION: Column = { name: 'regime and citation', text: ({ regime, citation }) => `${regime}: ${citation}` };
const LAW: Column = { name: 'in law', text: statusText };
const NUMBER: Column = { name: 'number', text: numberText };
const DUTY: Column = { name: 'duty and clock', text: dutyText };
const ASKS: Column = { name: 'what it asks', text: ({ duty }) => duty };
const COUNTS: Column = { name: 'what counts', text: countsText };
const NOTE: Column = { name: 'note', text: ({ note }) => note };
const VERIFIED: Column = { name: 'compared with the text', text: ({ verified }) => (verified ? 'yes' : '**no: from memory**') };

const SECTIONS: readonly Section[] = [
  {
    kind: 'TRAINING',
    heading: 'Training thresholds',
    text: 'Over compute cluster, account, customer, party and group; POSSIBLE, PROBABLE, CERTAIN and PROJECTED. Where a condition stands, the rule is judged only where somebody declared or attested it; elsewhere it is "not evaluable", which is not "no".',
    columns: [
      RULE,
      CITATION,
      LAW,
      NUMBER,
      { name: 'judged', text: effectText },
      { name: 'only if', text: ({ conditions }) => conditions.map(conditionText).join('; ') },
      COUNTS,
      DUTY,
      { name: 'looks ahead', text: (rule) => `${horizonDaysOf(rule)} days` },
      VERIFIED,
      NOTE,
    ],
  },
  {
    kind: 'CAPACITY',
    heading: 'Cluster capacity',
    text: 'From the registry of compute clusters alone, before anything is used: accelerators x dense peak, with the interconnect. An interconnect that is not registered makes it POSSIBLE, never absent.',
    columns: [
      RULE,
      CITATION,
      LAW,
      NUMBER,
      { name: 'interconnect', text: ({ interconnectAboveGbps: gbps }) => (gbps === undefined ? '' : `> ${gbps} Gbit/s`) },
      COUNTS,
      VERIFIED,
      NOTE,
    ],
  },
  {
    kind: 'BAND',
    heading: 'Bands below a threshold',
    text: 'Scrutiny grows with use: a band asks for a level of verification, on the expected total of an account, customer or party. No law asks for it.',
    columns: [RULE, NUMBER, { name: 'level', text: ({ level }) => level ?? '' }, ASKS, NOTE],
  },
  { kind: 'EVALUATION', heading: 'Evaluation', text: 'When an evaluation is due again.', columns: [RULE, NUMBER, ASKS] },
  { kind: 'USE', heading: 'Use that facts speak against', text: 'Whatever its amount.', columns: [RULE, COUNTS, ASKS] },
  {
    kind: 'NO_NUMBER',
    heading: 'Regimes without a number',
    text: 'Shown, never judged.',
    columns: [RULE, { name: 'jurisdiction', text: ({ jurisdiction }) => jurisdiction }, CITATION, LAW, COUNTS, DUTY, NOTE],
  },
];

const INTRODUCTION = `# Rulebook

Made from \`libs/domain/src/rulebook\` by \`scripts/reference/rulebook.ts\`; the check fails when it is not up to date. The form of a rule is
[rule.schema.json](rule.schema.json).

No law in force obliges a cloud provider to report what a customer uses. Rules that are proposed, rescinded, vetoed, not enforced or not yet in
force are computed like the others, as exercises, and every flag says where its rule stood in law on the day of the crossing. What a source does
not say is "not stated" here, and never guessed. Dates are 00:00 UTC.
`;

const BRINGING = `## Bringing a rule
A scheme's bands and numbers and a provider's policies are data files of the same form. The file is the body of the call; nothing in it is
assumed, and all that is wrong with it is named in one answer ([codes](codes.md), "Files of rules" and "Rules").

| call | what |
| --- | --- |
| \`GET /v1/rules?kind=&status=&state=&jurisdiction=\`, \`GET /v1/rules/{id}\` | every rule with where it stands in law today and whether it is judged; all its versions, with who decided what |
| \`GET /v1/rules/versions\`, \`GET /v1/rules/versions/{n}\` | which rules raised flags from when on; what a version changed, field by field |
| \`POST /v1/rules\` | proposes a rule, or the next version of one |
| \`POST /v1/rules/{id}/{version}/trial\` | judged in shadow from now on: its flags are seen by the report alone |
| \`GET /v1/rules/{id}/{version}/trial?from=&to=\` | which flags it would add, remove or move over a past period |
| \`POST /v1/rules/{id}/{version}/activation\` \`{activeFrom}\`, \`.../activation/approval\` | asked for by one person, approved by another; judged over all history in the transaction that activates it |
| \`POST /v1/rules/{id}/{version}/retirement\` \`{reason}\`, \`.../retirement/approval\`, \`.../retirement/refusal\` \`{reason}\` | ended by two in the same way: its flags are withdrawn; or kept |
| \`POST /v1/rules/{id}/{version}/withdrawal\` \`{reason}\` | takes back what is not active |

Compliance and regulator leads of the scheme decide about all rules; a provider's compliance leads about policies whose \`provider\` is theirs,
whose id begins with it, and which judge that provider's scopes alone. A rule that is activated for a day to come runs in shadow until then.
Of each id the latest active version is judged; retiring it does not bring back the one before.
`;

/** The latest rulebook kind by kind, then what each version changed. */
export function renderRulebooks(books: readonly Rulebook[]): string {
  const latest = books.at(-1)!;
  const sections = SECTIONS.map((section) => renderSection(section, latestVersions(latest.rules)));
  return [INTRODUCTION, ...sections, BRINGING, renderVersions(books)].join('\n');
}

function renderSection({ kind, heading, text, columns }: Section, rules: readonly Rule[]): string {
  const rows = rules.filter((rule) => rule.kind === kind).map((rule) => columns.map((column) => column.text(rule)));
  return `## ${heading}\n${text}\n\n${table(
    columns.map(({ name }) => name),
    rows,
  )}`;
}

function renderVersions(books: readonly Rulebook[]): string {
  const parts = books.toReversed().map((book) => {
    const before = books.find(({ version }) => version === book.version - 1);
    return `### Version ${book.version} (${book.date})\n${renderDifferences(differencesBetween(before ?? { rules: [] }, book))}`;
  });
  return `## Versions\nA flag names the rule and its version. Entries are added, never edited.\n\n${parts.join('\n')}`;
}

function renderDifferences({ added, removed, changed }: RulebookDifferences): string {
  const fields = changed.flatMap(({ id, fromVersion, toVersion, fields }) =>
    fields.map(({ field, before, after }) => [`\`${id}\` ${fromVersion} to ${toVersion}`, field, before ?? '', after ?? '']),
  );
  return [
    ...(added.length > 0 ? [`Added: ${quoted(added)}.\n`] : []),
    ...(removed.length > 0 ? [`Removed: ${quoted(removed)}.\n`] : []),
    ...(fields.length > 0 ? [table(['rule', 'field', 'before', 'after'], fields)] : []),
  ].join('\n');
}

const quoted = (keys: readonly string[]): string => keys.map((key) => `\`${key}\``).join(', ');

function statusText({ statuses }: Rule): string {
  const steps = statuses.map(({ from, status, words }) => `${words ?? wordsOf(status)}${from === undefined ? '' : ` from ${from}`}`);
  return steps.length === 0 ? 'not stated' : steps.join(', ');
}

const wordsOf = (code: string): string => code.toLowerCase().replaceAll('_', ' ');

function numberText({ kind, number, comparison }: Rule): string {
  if (number === undefined) return '';
  return `${comparison === 'AT_LEAST' ? '>=' : '>'} ${number.printed} ${unitOf(kind) === 'FLOP' ? 'FLOP' : 'op/s'}`;
}

function effectText({ effectiveFrom, effectiveTo, window }: Rule): string {
  const dates = [effectiveFrom && `from ${effectiveFrom}`, effectiveTo && `until ${effectiveTo}`].filter(Boolean).join(' ');
  return `${dates || 'over all time'}${window === 'ALL_TIME' ? '' : `, in ${window} days`}`;
}

const conditionText = (condition: Condition): string =>
  `${condition.words} (${condition.type === 'ATTESTED' ? `attested \`${condition.subject}\`` : `declared ${condition.anyOf.join(', ')}`})`;

function dutyText({ duty, clocks }: Rule): string {
  return [duty, ...clocks.map((clock) => clockText(clock, duty))].join(' ');
}

/** What the duty of the rule says already is not said again. */
function clockText({ duty, words, verified }: Clock, said: string): string {
  const what = said.toLowerCase().includes(duty.toLowerCase()) ? '' : `${duty}: `;
  return `${what}${words}${verified ? '' : ' **(from memory)**'}.`;
}

function countsText({ counts, method }: Rule): string {
  return method === 'Not stated.' ? counts : `${counts} Method: ${method}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows.map((row) => row.map(cell))];
  return `${lines.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n`;
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
