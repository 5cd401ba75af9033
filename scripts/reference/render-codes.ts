/** One row of a table of codes; which of these a table has differs. */
export interface CodeRow {
  status?: number;
  title?: string;
  meaning?: string;
  remedy?: string;
}

export interface CodeSection {
  heading: string;
  text: string;
  rows: Readonly<Record<string, CodeRow>>;
}

const COLUMNS = ['status', 'meaning', 'remedy'] as const;
const HEADINGS = { status: 'HTTP', meaning: 'meaning', remedy: 'remedy' };

/** The reference of codes as Markdown. */
export function renderCodes(sections: readonly CodeSection[]): string {
  const parts = sections.map(({ heading, text, rows }) => `## ${heading}\n${text}\n\n${renderTable(rows)}`);
  return `${INTRODUCTION}\n${parts.join('\n')}`;
}

const INTRODUCTION = `# Codes

Made from the code by \`scripts/reference/codes.ts\`; the check fails when it is not up to date. Codes are stable: a rule that
changes gets a new code, and a code never gets another meaning.
`;

function renderTable(rows: Readonly<Record<string, CodeRow>>): string {
  const entries = Object.entries(rows);
  const columns = COLUMNS.filter((column) => entries.some(([, row]) => textOf(row, column) !== ''));
  const head = `| code | ${columns.map((column) => HEADINGS[column]).join(' | ')} |\n|---|${'---|'.repeat(columns.length)}\n`;
  const lines = entries.map(([code, row]) => `| \`${code}\` | ${columns.map((column) => cell(textOf(row, column))).join(' | ')} |\n`);
  return head + lines.join('');
}

/** A row without its own meaning says it in its title. */
const textOf = (row: CodeRow, column: (typeof COLUMNS)[number]): string =>
  String((column === 'meaning' ? (row.meaning ?? row.title) : row[column]) ?? '');

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
