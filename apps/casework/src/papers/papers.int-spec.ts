import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson } from '@tidemark/domain';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import { type CaseworkUnderTest, startCasework } from '../../test/casework.fixture.js';
import {
  AUDITOR,
  attach,
  closeCase,
  ELSEWHERE,
  LEA,
  type MonitorStub,
  moved,
  PLANTED,
  PROVIDER,
  RAJ,
  ROSA,
  startMonitorStub,
  tell,
  toldCase,
} from './paper-case.fixture.js';
import { pdfText } from './pdf-text.fixture.js';

const WHY = { headers: { 'tidemark-purpose': 'For the court' } };

describe('what leaves a case', () => {
  let casework: CaseworkUnderTest;
  let monitor: MonitorStub;
  let directory: string;

  beforeAll(async () => {
    monitor = await startMonitorStub();
    casework = await startCasework({ TIDEMARK_MONITOR_URL: monitor.url });
    directory = await mkdtemp(join(tmpdir(), 'tidemark-papers-'));
  }, 60_000);
  afterAll(async () => {
    await casework?.stop();
    await monitor?.stop();
    await rm(directory, { recursive: true });
  });

  const dossier = async (as: string, id: string, query = '') => {
    const answer = await casework.call(as, 'GET', `/v1/cases/${id}/dossier${query}`, WHY);
    expect([answer.status, answer.body.code]).toEqual([200, undefined]);
    return filesIn(answer.body as Buffer);
  };
  const versionOf = async (id: string) => (await casework.call(LEA, 'GET', `/v1/cases/${id}`)).body.version as number;
  const exported = async (as: string, id: string) => {
    const answer = await fetch(`${casework.base}/v1/cases/${id}/log/export`, {
      headers: { authorization: `Bearer ${as}`, ...WHY.headers },
    });
    return { status: answer.status, text: await answer.text() };
  };
  const verify = async (name: string, content: string | Buffer): Promise<{ code: number; said: string }> => {
    const file = join(directory, name);
    await writeFile(file, content);
    const { VERIFY_CASE } = await import('../../../cli/src/verify-case/verify-case.command.js');
    const said: string[] = [];
    const terminal = {
      directory,
      environment: {},
      input: (async function* () {})(),
      say: (line: string) => said.push(line),
      complain: (line: string) => said.push(line),
    };
    return { code: await VERIFY_CASE.run([file], terminal), said: said.join('\n') };
  };

  describe('the dossier', () => {
    it('is the same to the byte when it is made again, except its date', async () => {
      const id = await toldCase(casework);
      const first = await dossier(LEA, id);
      casework.clock.nowMs += 86_400_000;
      monitor.failing = 503;
      // The case has moved on since: the entry that a dossier was made says nothing about it.
      const again = await dossier(AUDITOR, id);
      monitor.failing = undefined;
      expect([...again.keys()]).toEqual([...first.keys()]);
      expect([...first.keys()]).toEqual(['case.json', 'dossier.pdf', 'evidence/flag-1.json', 'flags/flag-1.json', 'manifest.json']);
      for (const [path, content] of first)
        if (path !== 'manifest.json') expect([path, again.get(path)!.equals(content)]).toEqual([path, true]);
      const [one, other] = [first, again].map((files) => JSON.parse(files.get('manifest.json')!.toString()));
      expect(one.madeAt).not.toBe(other.madeAt);
      expect({ ...one, madeAt: '' }).toEqual({ ...other, madeAt: '' });
    });

    it('is the same archive around its files too: no date, no order, no attribute differs', async () => {
      const id = await toldCase(casework);
      const take = async () => await casework.call(LEA, 'GET', `/v1/cases/${id}/dossier`, WHY);
      const first = await take();
      casework.clock.nowMs += 86_400_000;
      const again = await take();
      // Less the header of the manifest, in which its checksum stands.
      const untilManifest = (body: Buffer) => body.subarray(0, body.indexOf('manifest.json') - 30);
      expect(untilManifest(first.body).equals(untilManifest(again.body))).toBe(true);
      expect(first.body.length).toBe(again.body.length);
      const header = (answer: typeof first) => answer.headers.get('tidemark-dossier-sha256');
      expect(header(first)).toBe(header(again));
      const { madeAt: _, ...manifest } = JSON.parse((await filesIn(first.body)).get('manifest.json')!.toString());
      expect(createHash('sha256').update(canonicalJson(manifest)).digest('hex')).toBe(header(first));
      // 1980-01-01 00:00, the earliest that the format can say.
      for (const { lastModFileDate, lastModFileTime, extraFieldLength } of await entriesIn(first.body))
        expect([lastModFileDate, lastModFileTime, extraFieldLength]).toEqual([33, 0, 0]);
    });

    it('is made of the version that is asked for, whatever came after', async () => {
      const id = await toldCase(casework);
      const version = await versionOf(id);
      const then = await dossier(LEA, id, `?version=${version}`);
      casework.clock.nowMs += 1000;
      await tell(casework, id, { type: 'note-added', note: 'n-2', personal: { text: 'Later' } });
      const now = await dossier(LEA, id);
      const later = await dossier(LEA, id, `?version=${version}`);
      expect(later.get('case.json')!.equals(then.get('case.json')!)).toBe(true);
      expect(later.get('dossier.pdf')!.equals(then.get('dossier.pdf')!)).toBe(true);
      expect(now.get('case.json')!.equals(then.get('case.json')!)).toBe(false);
      expect(await casework.call(LEA, 'GET', `/v1/cases/${id}/dossier?version=9999`, WHY)).toMatchObject({
        status: 422,
        body: { code: 'CASE_VERSION_UNKNOWN' },
      });
    });

    it('tells machines and people the flags, the clocks, the reasons, and which identity was released and why', async () => {
      const id = await toldCase(casework);
      const files = await dossier(LEA, id);
      const machine = JSON.parse(files.get('case.json')!.toString());
      expect(machine).toMatchObject({
        case: id,
        subject: { id: 'x' },
        flags: { 'flag-1': { rule: 'eu-ai-act-51' } },
        identities: [{ grant: 'g-1', purpose: 'To write to the right person', released: { NAMES: { name: PLANTED[1] } } }],
      });
      const text = pdfText(files.get('dossier.pdf')!).replaceAll('\n', ' ');
      for (const words of [
        'Triage the case',
        'Note added',
        'To write to the',
        'Zażółć',
        '‹LiMing›',
        '1.0e25',
        `Case ${id}, as of log entry ${machine.asOf.version}`,
        'No law in force obliges',
      ])
        expect(text.replaceAll(/\s+/g, ' ')).toContain(words);
      // A moment that does not say whose clock it is of is none: each ends with UTC.
      expect(text).not.toMatch(/\dT\d\d:\d\d/);
    });

    it('is verified offline, and what was changed in it is found', async () => {
      const id = await toldCase(casework);
      const { body } = await casework.call(LEA, 'GET', `/v1/cases/${id}/dossier`, WHY);
      const checked = await verify('dossier.zip', body);
      expect(checked).toMatchObject({ code: 0, said: expect.stringContaining('INTACT') });
      const changed = Buffer.from(
        (body as Buffer).toString('latin1').replace('As decided', 'As decidad').replace('A flag was raised', 'A flag was risen'),
        'latin1',
      );
      expect((await verify('changed.zip', changed)).code).not.toBe(0);
    });

    it('asks the monitor with the token of whoever asks, once', async () => {
      const id = await toldCase(casework, ['flag-7']);
      monitor.asked.length = 0;
      await dossier(RAJ, id);
      await dossier(LEA, id);
      expect(monitor.asked.sort()).toEqual([`Bearer ${RAJ} /v1/flags/flag-7/evidence`, `Bearer ${RAJ} /v1/flags/flag-7/why`]);
    });

    it('is made whole or not at all: refused while the monitor is away, and says what it never knew', async () => {
      const id = await toldCase(casework, ['flag-8', 'unknown-1']);
      const before = await versionOf(id);
      for (const [status, code] of [
        [503, 'FLAG_EVIDENCE_UNREACHABLE'],
        [404, 'FLAG_EVIDENCE_UNREACHABLE'],
        [403, 'FLAG_EVIDENCE_NOT_YOURS'],
      ] as const) {
        monitor.failing = status;
        expect((await casework.call(LEA, 'GET', `/v1/cases/${id}/dossier`, WHY)).body).toMatchObject({ code });
      }
      monitor.failing = undefined;
      expect(await versionOf(id)).toBe(before);
      const files = await dossier(LEA, id);
      expect(JSON.parse(files.get('manifest.json')!.toString()).leftOut).toEqual({
        'evidence/unknown-1.json': 'the threshold monitor knew no such flag',
      });
    });

    it('holds the files that were there, found clean, and says which are not in it and why', async () => {
      const id = await toldCase(casework);
      const put = (scan: 'CLEAN' | 'UNREACHABLE', kind: 'PERSONAL' | 'RECORD' = 'PERSONAL') =>
        attach(casework, id, { scan, kind, content: `Letter of ${PLANTED[0]}` });
      const clean = await put('CLEAN');
      const waiting = await put('UNREACHABLE');
      const version = await versionOf(id);
      casework.clock.nowMs += 1000;
      const late = await put('CLEAN');
      const then = await dossier(LEA, id, `?version=${version}`);
      expect([...then.keys()].filter((path) => path.startsWith('files/'))).toEqual([`files/${clean}.txt`]);
      expect(then.get(`files/${clean}.txt`)!.toString()).toBe(`Letter of ${PLANTED[0]}`);
      const leftOut = async (query: string) => JSON.parse((await dossier(LEA, id, query)).get('manifest.json')!.toString()).leftOut;
      expect(await leftOut(`?version=${version}`)).toEqual({ [`files/${waiting}.txt`]: 'not scanned yet' });

      await closeCase(casework, id);
      const { body } = await casework.call(ROSA, 'POST', `/v1/cases/${id}/erasure-requests`, { body: { reason: 'She asked' } });
      await casework.call(LEA, 'POST', `/v1/cases/${id}/erasure-requests/${body.made}/approval`);
      // A scanner may have looked at the other meanwhile: of the version from before it is not known.
      expect(await leftOut('')).toMatchObject({ [`files/${clean}.txt`]: 'erased', [`files/${late}.txt`]: 'erased' });
      expect(await leftOut(`?version=${version}`)).toEqual({
        [`files/${clean}.txt`]: 'erased',
        [`files/${waiting}.txt`]: 'not scanned yet',
      });
      const rows = await casework.everything(
        'select length(content) as content, length(name) as name, length(sha256) as hash from case_file where case_id = $1',
        [id],
      );
      expect(rows).toEqual([1, 2, 3].map(() => ({ content: 0, name: 0, hash: 0 })));
    });

    it('is refused before its files are read when they are more than one archive holds', async () => {
      const id = await toldCase(casework);
      const large = await attach(casework, id, { scan: 'CLEAN', kind: 'PERSONAL', content: 'As if it were large' });
      await casework.everything('update case_file set bytes = 300000000 where id = $1', [large]);
      expect(await casework.call(LEA, 'GET', `/v1/cases/${id}/dossier`, WHY)).toMatchObject({
        status: 422,
        body: { code: 'DOSSIER_TOO_LARGE' },
      });
      // What a scanner threw away takes no room.
      await casework.everything(`update case_file set scan = 'INFECTED', content = '' where id = $1`, [large]);
      expect((await casework.call(LEA, 'GET', `/v1/cases/${id}/dossier`, WHY)).status).toBe(200);
    });

    it('is logged with who took it and what it was', async () => {
      const id = await toldCase(casework);
      const version = await versionOf(id);
      const answer = await casework.call(AUDITOR, 'GET', `/v1/cases/${id}/dossier`, WHY);
      const rows = await casework.everything<{ facts: object }>(
        `select facts from case_event where case_id = $1 and type = 'dossier-made'`,
        [id],
      );
      expect(rows).toMatchObject([{ facts: { by: 'audrey', ofVersion: version, sha256: answer.headers.get('tidemark-dossier-sha256') } }]);
    });

    it('is taken out for a purpose, which is logged', async () => {
      const id = await toldCase(casework);
      expect(await casework.call(LEA, 'GET', `/v1/cases/${id}/dossier`)).toMatchObject({ status: 400, body: { code: 'PURPOSE_REQUIRED' } });
      expect(await casework.call(LEA, 'GET', `/v1/cases/${id}/log/export`)).toMatchObject({
        status: 400,
        body: { code: 'PURPOSE_REQUIRED' },
      });
      expect((await casework.call(LEA, 'GET', `/v1/cases/${id}/dossier?purpose=For+the+court`)).status).toBe(200);
      expect((await exported(LEA, id)).text).toContain('For the court');
    });

    it('shows a reviewer that an identity was released and why, not what it says: that takes a grant', async () => {
      const id = await toldCase(casework);
      const { body } = await casework.call(ROSA, 'GET', `/v1/cases/${id}/dossier`, WHY);
      const files = await filesIn(body);
      for (const content of files.values()) for (const words of PLANTED.slice(1)) expect(content.includes(words)).toBe(false);
      const machine = JSON.parse(files.get('case.json')!.toString());
      expect(machine.identities).toMatchObject([{ grant: 'g-1', purpose: 'To write to the right person', released: null, withheld: true }]);
      expect(pdfText(files.get('dossier.pdf')!)).not.toContain('Zażółć');
      expect(JSON.parse(files.get('manifest.json')!.toString()).leftOut).toEqual({
        'case.json: identities': 'for leads and auditors alone',
      });
      expect(await verify('reviewer.zip', body)).toMatchObject({ code: 0 });
    });

    it('is denied to providers, strangers and other authorities', async () => {
      const id = await toldCase(casework);
      expect((await casework.call(PROVIDER, 'GET', `/v1/cases/${id}/dossier`, WHY)).status).toBe(403);
      expect((await casework.call(undefined, 'GET', `/v1/cases/${id}/dossier`, WHY)).status).toBe(401);
      expect(await casework.call(ELSEWHERE, 'GET', `/v1/cases/${id}/dossier`, WHY)).toMatchObject({
        status: 404,
        body: { code: 'CASE_UNKNOWN' },
      });
    });

    it('holds no secret that opens a notice', async () => {
      const id = await toldCase(casework);
      await tell(casework, id, {
        ...{
          type: 'notice-served',
          notice: randomUUID(),
          decision: 'd',
          kind: 'DECISION',
          audience: 'CUSTOMER',
          through: 'PROVIDER',
          language: 'en',
        },
        ...{ codeHash: 'ab', replyUntil: 1, personal: { code: 'open-sesame-1' }, record: { text: { title: 'Notice', sections: [] } } },
      });
      const { body } = await casework.call(LEA, 'GET', `/v1/cases/${id}/dossier`, WHY);
      expect((body as Buffer).includes('open-sesame-1')).toBe(false);
      expect((await exported(LEA, id)).text).not.toContain('open-sesame-1');
      expect(await verify('secret.zip', body)).toMatchObject({ code: 0 });
    });
  });

  describe('the export of the log', () => {
    it('holds every entry with its words, and verifies', async () => {
      const id = await toldCase(casework);
      const version = await versionOf(id);
      const { text } = await exported(AUDITOR, id);
      const [header, ...lines] = text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(header).toMatchObject({ format: 'tidemark-case-log-1', case: id, version });
      expect(lines).toHaveLength(version);
      expect(text).toContain(PLANTED[0]);
      expect(await verify('log.ndjson', text)).toMatchObject({ code: 0, said: expect.stringContaining(`${version} entries`) });
    });

    it.each([
      ['a fact', (text: string) => text.replace('"note":"n-1"', '"note":"n-9"')],
      ['a word', (text: string) => text.replace(PLANTED[0], 'Eve Fjordlys')],
      [
        'an entry',
        (text: string) =>
          text
            .split('\n')
            .filter((_, n) => n !== 3)
            .join('\n'),
      ],
    ])('does not verify when %s was changed', async (_, change) => {
      const id = await toldCase(casework);
      const { text } = await exported(LEA, id);
      expect(change(text)).not.toBe(text);
      expect(await verify('changed.ndjson', change(text))).toMatchObject({ code: 1, said: expect.stringMatching(/^BROKEN at entry \d+/) });
    });

    it('takes a long log page by page', async () => {
      const id = await toldCase(casework);
      for (let n = 0; n < 3; n++)
        await tell(
          casework,
          id,
          ...Array.from({ length: 400 }, (_, i) => ({ type: 'note-added', note: `${n}-${i}`, personal: { text: `Words ${n} ${i}` } })),
        );
      const { text } = await exported(LEA, id);
      expect(await verify('long.ndjson', text)).toMatchObject({ code: 0 });
      expect((await dossier(LEA, id)).has('dossier.pdf')).toBe(true);
      expect(text.split('\n').length).toBeGreaterThan(1200);
    }, 60_000);

    it('is for leads and auditors alone, and is logged', async () => {
      const id = await toldCase(casework);
      expect([(await exported(ROSA, id)).status, (await exported(PROVIDER, id)).status, (await exported(ELSEWHERE, id)).status]).toEqual([
        403, 403, 404,
      ]);
      await exported(AUDITOR, id);
      const rows = await casework.everything(`select facts->>'by' as by from case_event where case_id = $1 and type = 'log-exported'`, [
        id,
      ]);
      expect(rows).toEqual([{ by: 'audrey' }]);
    });
  });

  describe('erasure', () => {
    const asked = async (id: string) =>
      (await casework.call(ROSA, 'POST', `/v1/cases/${id}/erasure-requests`, { body: { reason: 'The customer asked' } })).body
        .made as string;
    const order = (as: string, id: string, request: string) =>
      casework.call(as, 'POST', `/v1/cases/${id}/erasure-requests/${request}/approval`);

    it('loses the person, keeps the facts, and everything still verifies', async () => {
      const id = await toldCase(casework);
      await closeCase(casework, id);
      const version = await versionOf(id);
      const before = await dossier(LEA, id, `?version=${version}`);
      expect(before.get('case.json')!.toString()).toContain(PLANTED[0]);
      const request = await asked(id);
      expect(await order(ROSA, id, request)).toMatchObject({ status: 403 });
      expect(await order(LEA, id, request)).toMatchObject({ status: 200 });

      const { body } = await casework.call(LEA, 'GET', `/v1/cases/${id}/dossier`, WHY);
      const { text } = await exported(LEA, id);
      const after = await filesIn(body as Buffer);
      for (const words of PLANTED) {
        expect(text).not.toContain(words);
        for (const content of after.values()) expect(content.includes(words)).toBe(false);
      }
      expect(text).toContain('"erased":true');
      expect(text).toContain('To write to the right person');
      expect(pdfText(after.get('dossier.pdf')!)).toContain('[erased]');
      expect(await verify('erased.zip', body)).toMatchObject({ code: 0, said: expect.stringContaining('2 erased or withheld') });
      expect(await verify('erased.ndjson', text)).toMatchObject({ code: 0 });
    });

    it('leaves no word of anybody in any column of any table', async () => {
      const id = await toldCase(casework);
      await closeCase(casework, id);
      await order(LEA, id, await asked(id));
      const tables = await casework.everything<{ name: string }>(
        `select table_name as name from information_schema.tables where table_schema = 'casework'`,
      );
      expect(tables.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['case_event', 'case_file', 'mail', 'paper_flag', 'idempotent_answer', 'outbox']),
      );
      for (const { name } of tables) {
        const rows = await casework.everything<{ row: string }>(`select row_to_json(t)::text as row from casework."${name}" t`);
        for (const { row } of rows)
          for (const words of PLANTED)
            for (const written of [
              words,
              Buffer.from(words).toString('hex'),
              Buffer.from(words).toString('base64'),
              JSON.stringify(words).slice(1, -1),
            ])
              expect([name, row.includes(written)]).toEqual([name, false]);
      }
      const keys = await casework.everything(`select wrapped, destroyed_at_ms is not null as destroyed from sealing_key where owner = $1`, [
        `case/${id}/person`,
      ]);
      expect(keys).toEqual([{ wrapped: null, destroyed: true }]);
    });

    it('is refused of an open case, while it is held, and twice', async () => {
      const id = await toldCase(casework);
      const ask = () => casework.call(ROSA, 'POST', `/v1/cases/${id}/erasure-requests`, { body: { reason: 'The customer asked' } });
      expect((await ask()).status).toBe(409);
      await closeCase(casework, id);
      const request = await asked(id);
      const hold = (await casework.call(RAJ, 'POST', `/v1/cases/${id}/holds`, { body: { reason: 'A court asks' } })).body.made;
      expect(await order(LEA, id, request)).toMatchObject({ status: 409, body: { code: 'CASE_HELD', holds: [hold] } });
      const release = (
        await casework.call(RAJ, 'POST', `/v1/cases/${id}/holds/${hold}/release-requests`, { body: { reason: 'It is over' } })
      ).body.made;
      const approval = `/v1/cases/${id}/holds/${hold}/release-requests/${release}/approval`;
      expect((await casework.call(RAJ, 'POST', approval)).status).toBe(403);
      expect((await casework.call(PROVIDER, 'POST', approval)).status).toBe(403);
      expect((await casework.call(ELSEWHERE, 'POST', approval)).status).toBe(404);
      expect(await casework.call(LEA, 'POST', approval)).toMatchObject({ status: 200 });
      expect(await order(LEA, id, request)).toMatchObject({ status: 200 });
      expect(await order(LEA, id, request)).toMatchObject({ status: 409, body: { code: 'PERSON_ERASED' } });
      expect((await casework.call(ROSA, 'GET', `/v1/cases/${id}/retention`)).body).toMatchObject({
        erased: { cause: 'REQUEST' },
        holds: [{ status: 'released' }],
      });
    });

    it('leaves a case that is not reopened and takes no words of people', async () => {
      const id = await toldCase(casework);
      await closeCase(casework, id);
      await order(LEA, id, await asked(id));
      const version = await versionOf(id);
      expect(await tell(casework, id, { type: 'note-added', note: 'n-9', personal: { text: 'More' } })).toEqual(['PERSON_ERASED']);
      expect(await tell(casework, id, moved('closed', 'reopened', 'reopen'))).toEqual(['PERSON_ERASED']);
      expect(await tell(casework, id, { type: 'evidence-mentioned', mention: 'm', kind: 'flag', ref: 'flag-1' })).toEqual([]);
      expect(await versionOf(id)).toBe(version + 1);
    });
  });
});

/** By path, in the order in which they stand. */
async function filesIn(archive: Buffer): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  await entriesIn(archive, async (zip, entry) => {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    files.set(entry.fileName, Buffer.concat(chunks));
  });
  return files;
}

async function entriesIn(archive: Buffer, each: (zip: ZipFile, entry: Entry) => Promise<void> = async () => undefined): Promise<Entry[]> {
  const zip = await new Promise<ZipFile>((resolve, reject) =>
    fromBuffer(archive, { lazyEntries: true }, (error, opened) => (error ? reject(error) : resolve(opened))),
  );
  const entries: Entry[] = [];
  return new Promise((resolve, reject) => {
    zip.on('error', reject).on('end', () => resolve(entries));
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      each(zip, entry).then(() => zip.readEntry(), reject);
    });
    zip.readEntry();
  });
}
