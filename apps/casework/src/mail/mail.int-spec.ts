import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import { until } from '@tidemark/testing';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { type CaseworkUnderTest, startCasework } from '../../test/casework.fixture.js';
import { CaseWrites } from '../case-log/case-writes.js';
import { AUDITOR, closeCase, ELSEWHERE, LEA, PROVIDER, ROSA, tell, toldCase } from '../papers/paper-case.fixture.js';
import { MailSender } from './mail-sender.js';
import { MailStore } from './mail-store.port.js';

const TO = 'ada@customer.example';

/** A real mail server that keeps what it was given. */
async function startServer(options: SMTPServerOptions = {}) {
  const got: { text: string; secure: boolean }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) => {
      if (address.startsWith('nobody')) done(Object.assign(new Error('no such mailbox'), { responseCode: 550 }));
      else if (address.startsWith('later')) done(Object.assign(new Error('try again'), { responseCode: 451 }));
      else done();
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        got.push({ text: Buffer.concat(chunks).toString('utf8').replaceAll('=\r\n', '').replaceAll('\r', ''), secure: session.secure });
        done();
      });
    },
    ...options,
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.server.address() as AddressInfo;
  return { got, port, stop: () => new Promise<void>((closed) => server.close(closed)) };
}

const idOf = ({ text }: { text: string }) => /^Message-ID: <(.+)>/im.exec(text)?.[1];

describe('mail', () => {
  let server: Awaited<ReturnType<typeof startServer>>;
  let casework: CaseworkUnderTest;

  beforeAll(async () => {
    server = await startServer();
    casework = await startCasework(settings(server.port));
  }, 60_000);
  afterAll(async () => {
    await casework?.stop();
    await server?.stop();
  });
  beforeEach(() => {
    server.got.length = 0;
  });

  const settings = (port: number, query = '') => ({
    TIDEMARK_SMTP_URL: `smtp://127.0.0.1:${port}${query}`,
    TIDEMARK_MAIL_FROM: 'Authority <cases@authority.example>',
    TIDEMARK_PUBLIC_URL: 'https://tidemark.authority.example',
    TIDEMARK_AUTHORITY_MAIL: 'desk@authority.example',
  });
  /** A case with a notice that goes to this address. */
  const noticed = async (to = TO, on = casework, through = 'EMAIL'): Promise<string> => {
    const id = await toldCase(on, []);
    await tell(on, id, {
      ...{
        type: 'notice-served',
        notice: randomUUID(),
        decision: 'd',
        kind: 'DECISION',
        audience: 'CUSTOMER',
        through,
        language: 'en',
      },
      ...{ codeHash: 'ab', replyUntil: Date.UTC(2026, 5, 1), personal: { code: 'open-sesame-1', to } },
      ...{ record: { text: { title: 'Notice of a decision', sections: [{ heading: 'Facts', text: 'You trained for too long' }] } } },
    });
    return id;
  };
  const mailsOf = async (id: string, on = casework) => (await on.call(ROSA, 'GET', `/v1/mails?case=${id}`)).body.items;
  const settled = async (id: string, state: string, on = casework) => {
    await until(async () => (await mailsOf(id, on))[0]?.state === state);
    return (await mailsOf(id, on))[0];
  };

  it('takes a notice to the customer: where it is read and by which code, not what it says', async () => {
    const id = await noticed();
    expect(await settled(id, 'SENT')).toMatchObject({ kind: 'NOTICE', recipient: 'CUSTOMER', attempts: 1, lastAnswer: '250' });
    const [mail] = server.got;
    expect(server.got).toHaveLength(1);
    expect(mail!.text).toContain(`To: ${TO}`);
    expect(mail!.text).toMatch(/https:\/\/tidemark\.authority\.example\/v1\/notices\/[0-9a-f-]{36}\n/);
    expect(mail!.text).toContain('open-sesame-1');
    expect(mail!.text).not.toContain('trained');
  });

  it('is not held up by one whose case has a damaged key', async () => {
    const damaged = await toldCase(casework, []);
    await casework.everything(
      `insert into mail (id, case_id, sequence, kind, recipient, content, state, made_at_ms, next_attempt_ms)
       values ($1, $2, 1, 'NOTICE', 'CUSTOMER', '\\x00', 'WAITING', 0, -1)`,
      [randomUUID(), damaged],
    );
    expect(await settled(await noticed(), 'SENT')).toMatchObject({ attempts: 1 });
    await casework.everything('delete from mail where case_id = $1', [damaged]);
  });

  it('keeps no address and no code in the open', async () => {
    await settled(await noticed('planted@customer.example'), 'SENT');
    const rows = await casework.everything<{ row: string }>('select row_to_json(m)::text as row from mail m');
    expect(rows.length).toBeGreaterThan(0);
    for (const { row } of rows)
      for (const words of ['planted', 'sesame'])
        for (const written of [words, Buffer.from(words).toString('hex')]) expect(row.includes(written)).toBe(false);
  });

  it('is not written for a notice that goes through the provider', async () => {
    const id = await noticed(TO, casework, 'PROVIDER');
    expect(await mailsOf(id)).toEqual([]);
  });

  it('fails at once, visibly, when the server refuses the address', async () => {
    const id = await noticed('nobody@customer.example');
    expect(await settled(id, 'FAILED')).toMatchObject({ attempts: 1, lastAnswer: '550' });
    expect(server.got).toHaveLength(0);
  });

  it('is tried again after growing pauses, and given up after five days', async () => {
    const id = await noticed('later@customer.example');
    await until(async () => (await mailsOf(id))[0].attempts === 1);
    const pauses: number[] = [];
    for (let attempt = 2; ; attempt++) {
      await until(async () => (await mailsOf(id))[0].lastAnswer === '451' && (await mailsOf(id))[0].attempts === attempt - 1);
      const [mail] = await mailsOf(id);
      if (mail.state !== 'WAITING') break;
      pauses.push(Date.parse(mail.nextAttemptAt) - casework.clock.nowMs);
      casework.clock.nowMs = Date.parse(mail.nextAttemptAt);
      await until(
        async () =>
          (await mailsOf(id))[0].attempts === attempt &&
          ((await mailsOf(id))[0].state === 'FAILED' || Date.parse((await mailsOf(id))[0].nextAttemptAt) > casework.clock.nowMs),
      );
    }
    expect(pauses).toEqual([...pauses].sort((one, other) => one - other));
    expect((await mailsOf(id))[0]).toMatchObject({ state: 'FAILED' });
    expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBeGreaterThanOrEqual(5 * 86_400_000);
  }, 60_000);

  it('is sent again by whoever comes after, with the same Message-ID, when nobody recorded the answer; and recorded once', async () => {
    const other = await startServer();
    const first = await startCasework({ ...settings(other.port), TIDEMARK_SMTP_URL: 'smtp://127.0.0.1:1' });
    try {
      // Its own worker only ever finds no server; the mail is taken out of its hands as by an instance that dies after the server's answer.
      const store = first.part(MailStore);
      const sender = new MailSender({ smtp: { url: `smtp://127.0.0.1:${other.port}`, from: 'cases@authority.example' } });
      const id = await noticed(TO, first);
      await until(async () => (await mailsOf(id, first))[0].attempts === 1 && (await mailsOf(id, first))[0].lastAnswer !== undefined);
      const due = () => first.clock.nowMs + 3_600_000;
      const leased = (await store.lease(due(), 1000))!;
      expect(await sender.send(leased)).toMatchObject({ outcome: 'SENT' });
      expect(await store.lease(due(), 1000)).toBeUndefined();
      const again = (await store.lease(due() + 1000, 1000))!;
      await store.settle(again, await sender.send(again), due() + 1000);
      // The one that was thought dead comes back: what stands, stands.
      await store.settle(leased, { outcome: 'AWAY', answer: 'ETIMEDOUT' }, due() + 2000);
      expect(await mailsOf(id, first)).toMatchObject([{ state: 'SENT', lastAnswer: '250' }]);
      expect(other.got.map(idOf)).toEqual([`${again.id}@authority.example`, `${again.id}@authority.example`]);
      sender.onApplicationShutdown();
    } finally {
      await first.stop();
      await other.stop();
    }
  }, 60_000);

  it('waits while the server is away', async () => {
    const away = await startCasework(settings(1));
    try {
      const id = await noticed(TO, away);
      await until(async () => (await mailsOf(id, away))[0].lastAnswer !== undefined);
      expect(await mailsOf(id, away)).toMatchObject([{ state: 'WAITING', attempts: 1, lastAnswer: 'ESOCKET' }]);
    } finally {
      await away.stop();
    }
  }, 60_000);

  it('goes over TLS where the server offers it, and not at all without where it must', async () => {
    // The certificate that comes with the server will do, and it says loudly that it is public.
    const warned = jest.spyOn(console, 'error').mockReturnValue(undefined);
    const tls = await startServer({ disabledCommands: [] });
    warned.mockRestore();
    const secure = await startCasework(settings(tls.port, '?requireTLS=true&tls.rejectUnauthorized=false'));
    const strict = await startCasework(settings(server.port, '?requireTLS=true'));
    try {
      const id = await noticed(TO, secure);
      await settled(id, 'SENT', secure);
      expect(tls.got).toMatchObject([{ secure: true }]);
      const other = await noticed(TO, strict);
      await until(
        async () => (await mailsOf(other, strict))[0].attempts >= 1 && (await mailsOf(other, strict))[0].lastAnswer !== undefined,
      );
      expect((await mailsOf(other, strict))[0].state).toBe('WAITING');
      expect(server.got).toHaveLength(0);
    } finally {
      await secure.stop();
      await strict.stop();
      await tls.stop();
    }
  }, 90_000);

  it('is never called sent where no server is set', async () => {
    const none = await startCasework();
    try {
      const id = await noticed(TO, none);
      expect(await mailsOf(id, none)).toMatchObject([{ state: 'NOT_CONFIGURED', attempts: 0 }]);
    } finally {
      await none.stop();
    }
  }, 60_000);

  it('tells the authority of a clock that ran out, and nothing about whom', async () => {
    const id = await toldCase(casework, []);
    await casework.part(CaseWrites).runAsCasework(casework.clock.now(), id, async (open) => {
      const clock = [...open.state.clocks.values()][0]!;
      open.apply({
        events: [
          {
            type: 'clock-breached',
            at: casework.clock.now(),
            by: 'casework',
            role: 'casework',
            clock: clock.id,
            kind: clock.kind,
            subject: clock.subject,
            due: clock.dueAt,
          },
        ],
      });
    });
    await settled(id, 'SENT');
    expect(server.got[0]!.text).toContain('To: desk@authority.example');
    expect(server.got[0]!.text).toContain(id);
    expect(server.got[0]!.text).not.toContain('north');
  });

  it('is forgotten with the person: one that waits is not sent any more', async () => {
    const id = await noticed('later@customer.example');
    await until(async () => (await mailsOf(id))[0].attempts === 1 && (await mailsOf(id))[0].lastAnswer !== undefined);
    await closeCase(casework, id);
    const { body } = await casework.call(ROSA, 'POST', `/v1/cases/${id}/erasure-requests`, { body: { reason: 'She asked' } });
    await casework.call(LEA, 'POST', `/v1/cases/${id}/erasure-requests/${body.made}/approval`);
    expect(await mailsOf(id)).toMatchObject([{ state: 'ERASED' }]);
    expect(await casework.everything('select content from mail where case_id = $1', [id])).toEqual([{ content: null }]);
  });

  it('is listed page by page for the authority of the case, by role alone, and denied to others', async () => {
    const id = await noticed();
    await settled(id, 'SENT');
    const { body } = await casework.call(AUDITOR, 'GET', '/v1/mails?limit=1');
    expect(body.items).toHaveLength(1);
    const next = await casework.call(AUDITOR, 'GET', `/v1/mails?limit=1&cursor=${body.next}`);
    expect(next.body.items[0].id).not.toBe(body.items[0].id);
    expect(JSON.stringify(body)).not.toContain(TO);
    expect((await casework.call(ELSEWHERE, 'GET', '/v1/mails')).body.items).toEqual([]);
    expect((await casework.call(PROVIDER, 'GET', '/v1/mails')).status).toBe(403);
    expect((await casework.call(ROSA, 'GET', '/v1/mails?case=nothing')).status).toBe(400);
  });
});
