import type { ClientCredentials } from '../credentials/credentials-file.js';
import type { FirstReport } from '../sample/first-report.js';

export interface WelcomeFacts {
  origin: string;
  grpcAddress: string;
  home: string;
  eventLog: string;
  /** Of an outside issuer. */
  issuer?: string | undefined;
  /** Of the embedded issuer. */
  tokenEndpoint?: string;
  credentialsPath?: string;
  /** Absent in an empty installation. */
  sample?: FirstReport;
  /** Something is in it, but not all: why was said before. */
  incomplete?: boolean;
  nowMs: number;
}

/** What is printed when all is ready. The lines of curl work as they stand, pasted into a shell. */
export function welcome(facts: WelcomeFacts): string {
  const { origin, grpcAddress, eventLog, home, credentialsPath, issuer } = facts;
  return [
    '',
    'Tidemark is ready',
    `  HTTP         ${origin}   (the API: ${origin}/docs)`,
    `  gRPC         ${grpcAddress}`,
    `  event log    ${eventLog}`,
    `  data         ${home}`,
    credentialsPath === undefined ? `  tokens from  ${issuer}` : `  credentials  ${credentialsPath}`,
    '',
    ...nextSteps(facts),
  ].join('\n');
}

function nextSteps({ origin, tokenEndpoint, credentialsPath, sample, incomplete, nowMs }: WelcomeFacts): string[] {
  if (tokenEndpoint === undefined || incomplete) return [];
  if (sample)
    return [
      ...sendAReport(origin, tokenEndpoint, sample, nowMs),
      ...watchFlags(origin, tokenEndpoint, credentialsPath!),
      ...signIn('ana'),
      ...CUSTOMERS,
    ];
  return [
    'Nothing is in it yet. Make a provider as the operator:',
    `  ${tokenLine(operatorIn(credentialsPath!), tokenEndpoint)}`,
    `  curl -s -X PUT ${origin}/v1/providers/my-cloud -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' -d '{"name":"My Cloud"}'`,
    '',
    ...signIn('admin'),
  ];
}

/** Whoever pastes it reads the secret from the file: it is not printed. */
const operatorIn = (credentialsPath: string) => ({
  clientId: 'operator',
  clientSecret: `$(sed -n '/"clientId": "operator"/,/}/s/.*"clientSecret": "\\(.*\\)".*/\\1/p' '${credentialsPath}' | head -1)`,
});

const watchFlags = (origin: string, tokenEndpoint: string, credentialsPath: string): string[] => [
  'Watch what becomes of flags, as the operator (to the end with ctrl-C; with ?after=0 from the first):',
  `  ${tokenLine(operatorIn(credentialsPath), tokenEndpoint, 'OPERATOR')}`,
  `  curl -sN ${origin}/v1/flags/stream -H "authorization: Bearer $OPERATOR"`,
  '',
];

const signIn = (person: string): string[] => [
  `A token of a person's, from the checkout (who there is stands in the credentials):`,
  `  npm run -s sign-in -- --person ${person}`,
  '',
];

function sendAReport(
  origin: string,
  tokenEndpoint: string,
  { client, source, cluster, nextSequence }: FirstReport,
  nowMs: number,
): string[] {
  const endMs = Math.floor(nowMs / 60_000) * 60_000;
  const record = {
    account: 'acct-1',
    cluster,
    count: 8,
    startMs: String(endMs - 3_600_000),
    endMs: String(endMs),
    utilisation: { kind: 'TENSOR_ACTIVE', value: '0.43' },
    evidence: 'TELEMETRY',
  };
  const report = JSON.stringify({ source, epoch: 1, sequence: String(nextSequence), records: [record] });
  return [
    `Send a usage report as ${client.provider} (eight accelerators for the last hour):`,
    `  ${tokenLine(client, tokenEndpoint)}`,
    `  curl -s ${origin}/v1/reports -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' -d '${report}'`,
    'and see it counted:',
    `  curl -s "${origin}/v1/totals?scope=cluster&id=${encodeURIComponent(cluster)}" -H "authorization: Bearer $TOKEN"`,
    '',
  ];
}

/** Without commands of its own: the page has them all, and they are tested. */
const CUSTOMERS: readonly string[] = [
  'Some forty made-up customers are in it, with their owners, accounts and two matches with a list. The way of one from first contact',
  'to a verified customer, by curl: docs/guide/know-your-customer.md',
  '',
];

function tokenLine(
  { clientId, clientSecret }: Pick<ClientCredentials, 'clientId' | 'clientSecret'>,
  tokenEndpoint: string,
  name = 'TOKEN',
): string {
  const cut = `sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/'`;
  return `${name}=$(curl -s -u "${clientId}:${clientSecret}" -d grant_type=client_credentials ${tokenEndpoint} | ${cut})`;
}
