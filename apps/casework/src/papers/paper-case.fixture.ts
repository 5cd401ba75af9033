import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CASEWORK, type CaseEvent, happened, PUBLISHED_RULEBOOK } from '@tidemark/domain';
import type { CaseworkUnderTest } from '../../test/casework.fixture.js';
import { CaseWrites } from '../case-log/case-writes.js';
import { CaseFiles } from '../desk/case-files.js';

export const ROSA = 'rosa:regulator-reviewer::rosa';
export const RAJ = 'raj:regulator-reviewer::raj';
export const LEA = 'lea:regulator-lead::lea';
export const LEO = 'leo:regulator-lead::leo';
export const AUDITOR = 'audrey:auditor::audrey';
export const ELSEWHERE = 'olga:regulator-lead::olga:elsewhere';
export const PROVIDER = 'pia:compliance-analyst:north:pia';

/** Planted as words of people: nowhere in the open, and nowhere at all after an erasure. */
export const PLANTED = ['Ada Fjordlys', '李明 Zażółć', 'ada@example.org'] as const;

const RULE = PUBLISHED_RULEBOOK.rules.find(({ id }) => id === 'eu-ai-act-51')!;

/** A threshold monitor that knows some flags, and notes who asked with which token. */
export interface MonitorStub {
  url: string;
  asked: string[];
  /** Status that it answers everything with, until it is undefined again. */
  failing: number | undefined;
  stop(): Promise<void>;
}

export async function startMonitorStub(): Promise<MonitorStub> {
  const stub: MonitorStub = { url: '', asked: [], failing: undefined, stop: async () => undefined };
  const server = createServer((request, response) => {
    stub.asked.push(`${request.headers.authorization} ${request.url}`);
    const [, flag, part] = /^\/v1\/flags\/([^/]+)\/(why|evidence)$/.exec(request.url ?? '') ?? [];
    const known = flag?.startsWith('flag-') ?? false;
    response.setHeader('content-type', 'application/json');
    response.statusCode = stub.failing ?? (known ? 200 : 404);
    if (stub.failing !== undefined) response.end('{"code":"OUT_OF_ORDER"}');
    else if (!known) response.end('{"code":"FLAG_UNKNOWN"}');
    else if (part === 'why')
      response.end(JSON.stringify({ flag, assumptions: ['Utilisation 0.35 where none was measured'], asked: stub.asked.length }));
    else response.end(JSON.stringify({ format: 'tidemark-flag-evidence-1', flag, policyVersions: [1] }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  stub.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  stub.stop = () => new Promise((closed) => server.close(() => closed()));
  return stub;
}

/** Entries as other rooms write them, without the steps that lead there. Answers the codes of those that were refused. */
export function tell(casework: CaseworkUnderTest, id: string, ...events: object[]): Promise<string[]> {
  const nowMs = casework.clock.now();
  return casework
    .part(CaseWrites)
    .runAsCasework(nowMs, id, async (open) =>
      events.flatMap((event) => open.apply({ events: [{ ...happened(CASEWORK, nowMs), ...event } as CaseEvent] })?.refused.code ?? []),
    );
}

export const flag = (id: string, expected = '10500000000000000000000000') => ({
  type: 'flag-joined',
  reason: 'The same group',
  flag: {
    id,
    kind: 'CROSSING',
    tier: 'PROBABLE',
    scope: { kind: 'customer', provider: 'north', id: 'x' },
    rule: RULE.id,
    ruleVersion: RULE.version,
    regime: RULE.regime,
    jurisdiction: RULE.jurisdiction,
    legalStatus: 'IN_FORCE',
    number: '1e25',
    momentMs: Date.UTC(2025, 11, 1),
    knownAtMs: Date.UTC(2025, 11, 2),
    totals: { lower: '9910000000000000000000000', expected, upper: '20100000000000000000000000' },
    sentence: 'Customer x of north passed 1e25 FLOP.',
    covers: [],
  },
});

export const moved = (from: string, to: string, move: string) => ({
  type: 'case-moved',
  from,
  to,
  move,
  evidence: [],
  record: { reason: 'As decided' },
});

/** A case with a flag, a reason, an identity that was read, and words of people. */
export async function toldCase(casework: CaseworkUnderTest, flags = ['flag-1']): Promise<string> {
  const subject = { kind: 'customer', provider: 'north', id: 'x' };
  const made = await casework.call(ROSA, 'POST', '/v1/cases', {
    body: { matter: 'TRAINING_COMPUTE', subject, reason: 'A flag was raised' },
  });
  const id = made.body.case as string;
  await tell(
    casework,
    id,
    ...flags.map((one) => flag(one)),
    { type: 'note-added', note: 'n-1', personal: { text: `Spoke with ${PLANTED[0]}` } },
    {
      type: 'identity-read',
      grant: 'g-1',
      customer: 'x',
      fields: ['NAMES'],
      record: { purpose: 'To write to the right person' },
      personal: { released: { NAMES: { name: PLANTED[1], mail: PLANTED[2] } } },
    },
  );
  return id;
}

export const closeCase = (casework: CaseworkUnderTest, id: string): Promise<string[]> =>
  tell(casework, id, moved('decided', 'closed', 'close'));

/** A file as an attachment of a person is kept; without the scan that an upload gets. */
export function attach(
  casework: CaseworkUnderTest,
  caseId: string,
  { scan, kind, content }: { scan: 'CLEAN' | 'UNREACHABLE'; kind: 'PERSONAL' | 'RECORD'; content: string },
): Promise<string> {
  const id = randomUUID();
  const nowMs = casework.clock.now();
  const contentType = 'text/plain; charset=utf-8';
  return casework.part(CaseWrites).runAsCasework(nowMs, caseId, async (open) => {
    const file = { id, caseId, kind, name: 'letter.txt', content: Buffer.from(content), contentType, scan, scanner: 'test', nowMs };
    const { bytes, sha256 } = await casework.part(CaseFiles).put(open.tx, file);
    open.apply({
      events: [
        {
          type: 'file-attached',
          ...happened(CASEWORK, nowMs),
          file: id,
          contentType,
          bytes,
          sha256,
          scan,
          scanner: 'test',
          personal: { name: 'letter.txt' },
        },
      ],
    });
    return id;
  });
}
