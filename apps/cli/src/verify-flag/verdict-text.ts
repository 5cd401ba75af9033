import { type EvidenceDifference, type FlagEvidence, readHours } from '@tidemark/domain';

/** What was looked at, for a person who wants to know how far the verdict goes. */
export function checkedText(evidence: FlagEvidence, file: { sha256: string; bytes: number }): string {
  const { claim, rule, scope, members, statements } = evidence;
  const hours = members.reduce((sum, { use }) => sum + (readHours(use.hours)?.length ?? 0), 0);
  const control = statements.control.length;
  const lines: [string, string | undefined][] = [
    ['Flag', `${evidence.flag}, as known at ${isoOf(evidence.knownAtMs)}`],
    ['Bundle', `${evidence.format}, ${file.bytes} bytes, sha256 ${file.sha256}`],
    ['Scope', `${scope.kind} ${'provider' in scope ? `${scope.provider}/` : ''}${scope.id}`],
    ['Claim', claimText(claim)],
    ['Rule', `${rule.id}, version ${rule.version}: ${rule.title}, ${rule.citation}`],
    [
      'Number',
      rule.number === undefined
        ? undefined
        : `${rule.comparison === 'GREATER' ? 'more than' : 'at least'} ${rule.number} ${rule.unit ?? 'FLOP'}`,
    ],
    [
      'Use',
      `${hours} hours of ${members.length} ${members.length === 1 ? 'account' : 'accounts'}, before ${isoOf(evidence.untilHour * 3_600_000)}`,
    ],
    ['Rests on', `${statements.links.length} links, ${statements.resolutions.length} resolutions, ${control} statements of control`],
    [
      'As of',
      `ledger position ${evidence.ledgerPosition}, identity fact ${evidence.identitySequence}, metering policy ${evidence.policyVersions.join(', ')}`,
    ],
  ];
  return lines.flatMap(([name, text]) => (text === undefined ? [] : [`${`${name}:`.padEnd(10)} ${text}`])).join('\n');
}

function claimText({ kind, tier, n, moment, atEntryIntoForce, totals }: FlagEvidence['claim']): string {
  const when = isoOf(moment.hour * 3_600_000 + moment.minute * 60_000);
  const sums = totals ? `; lower ${totals.lower}, expected ${totals.expected}, upper ${totals.upper} TFLOP` : '';
  const entry = atEntryIntoForce ? ', standing at entry into force' : '';
  return `${kind}${tier ? ` ${tier}` : ''}, number ${n}, at ${when}${entry}${sums}`;
}

/** What a bundle that agrees was put through. */
export const AGREES = [
  'AGREES: worked out again from the bundle alone, the flag is what it says.',
  'Checked: the rule is sound; nobody is counted twice, nothing outside of the hours that count; the hours follow from the links,',
  'resolutions and control that the bundle names; sums, moment and totals, in whole numbers.',
  'Not checked: that the ledger counted this use and that these statements were made. The evidence log proves that.',
].join('\n');

export const differenceText = ({ code, at, claimed, found }: EvidenceDifference): string =>
  [`DIFFERS ${code} at ${at === '' ? 'the top' : at}`, claimed && `  the bundle says ${claimed}`, found && `  worked out:     ${found}`]
    .filter(Boolean)
    .join('\n');

const isoOf = (ms: number): string => new Date(ms).toISOString();
