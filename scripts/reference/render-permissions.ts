import { type PermissionRow, ROLE_SCOPES, ROLES, type Role, rolesFor, type Side, scopesFor, sidesOf } from '@tidemark/access';

interface Column {
  role: Role;
  side: Side;
}

const columnsOf = (side: Side): Column[] => ROLES.filter((role) => sidesOf(role).includes(side)).map((role) => ({ role, side }));
const COLUMNS = [...columnsOf('own'), ...columnsOf('scheme')];

const INTRODUCTION = `# Permissions

Made from the table in \`libs/access/src/permissions\` by \`npm run permissions\`; the check fails when it is not up to date, and
\`test/e2e/permissions.e2e-spec.ts\` asks every route as every role.

A permission is an action on a kind of record, a relation to it, and a state. **Of a provider**: to that provider's own records; another's do
not exist for its callers. **Of the scheme**: to the scheme's records and those of all providers. A token needs the role *and* one of the scopes,
which limit a token further and never widen a role. What stands under "only" is asked of the record itself. Everything else is refused with 403,
before anything is looked for, so that no refusal tells what exists. Reading an identity takes a purpose and is itself recorded.

`;

/** The table as Markdown: one line for each permission, one column for each role on each side. */
export function renderPermissions(rows: readonly PermissionRow[]): string {
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  const parts = kinds.map((kind) => `## ${kind}\n\n${renderKind(rows.filter((row) => row.kind === kind))}`);
  return `${INTRODUCTION}${renderRoles()}\n${parts.join('\n')}`;
}

function renderKind(rows: readonly PermissionRow[]): string {
  const used = COLUMNS.filter((column) => rows.some((row) => allows(row, column)));
  const head = ['action', 'what', ...used.map(nameOf), 'scope', 'only'];
  const lines = rows.map((row) => [
    row.action,
    row.does,
    ...used.map((column) => (allows(row, column) ? 'yes' : '')),
    scopeText(row),
    onlyText(row),
  ]);
  return table([head, ...lines]);
}

function renderRoles(): string {
  const lines = COLUMNS.map(({ role, side }) => [role, side === 'own' ? 'a provider' : 'the scheme', ROLE_SCOPES[role].join(' ')]);
  return `## Roles\n\nThe claim \`tidemark_role\`; of a provider, with \`tidemark_provider\` beside it.\n\n${table([['role', 'speaks for', 'scopes it can ask for'], ...lines])}`;
}

const allows = (row: PermissionRow, { role, side }: Column): boolean => rolesFor(row, side).includes(role);
const nameOf = ({ role, side }: Column): string =>
  sidesOf(role).length === 1 ? role : `${role} (${side === 'own' ? 'provider' : 'scheme'})`;

function scopeText(row: PermissionRow): string {
  const sides = (['own', 'scheme'] as const).filter((side) => rolesFor(row, side).length > 0);
  const texts = sides.map((side) => scopesFor(row, side).join(' or ') || 'any token');
  return [...new Set(texts)].length === 1
    ? texts[0]!
    : texts.map((text, i) => `${sides[i] === 'own' ? 'provider' : 'scheme'}: ${text}`).join('; ');
}

function onlyText({ states, anotherPerson }: PermissionRow): string {
  return [
    states === undefined ? '' : `while ${states.join(' or ')}`,
    anotherPerson === undefined ? '' : `by another person ${anotherPerson}`,
  ]
    .filter(Boolean)
    .join(', ');
}

const table = ([head, ...lines]: string[][]): string =>
  [head!, head!.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
