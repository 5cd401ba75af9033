import { type RegistryUnderTest, startCustomerRegistry } from './registry.fixture.js';

const ANA = 'ana:compliance-analyst:north';
const BEN = 'ben:compliance-analyst:north';
const LEA = 'lea:compliance-lead:north';
const MACHINE = 'client-north:provider:north';
const DAY_MS = 86_400_000;

/** A PDF of one empty page, with a remark that makes each file another. */
const pdf = (remark: string): Buffer =>
  Buffer.from(
    `%PDF-1.4\n% ${remark}\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n` +
      `3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n`,
  );

const SECRETS = {
  name: 'Bjørkholt Tungregning AS',
  street: 'Skrivergangen 31',
  registration: '914778271',
  email: 'kari.oppheim@bjorkholt.example.com',
  phone: '+4722334455',
  token: 'tok_9f8e7d6c5b4a',
  purpose: 'Beregner strømninger i fjorder',
  ip: '203.0.113.77',
  reason: 'Stemmer med Brønnøysund-utskriften',
  statement: 'Vi trener en språkmodell for dialekter',
};

const company = {
  kind: 'LEGAL',
  reference: 'crm-kari-oppheim',
  names: [{ text: SECRETS.name }],
  addresses: [{ kind: 'REGISTERED', lines: [SECRETS.street], locality: 'Bergen', country: 'NO' }],
  identifiers: [{ scheme: 'REGISTRATION', value: SECRETS.registration, country: 'NO' }],
  jurisdiction: 'NO',
  contacts: [
    { kind: 'EMAIL', value: SECRETS.email },
    { kind: 'PHONE', value: SECRETS.phone },
  ],
  payments: [{ kind: 'BANK_ACCOUNT', token: SECRETS.token, institution: 'Example Bank', country: 'NO' }],
  businessPurpose: SECRETS.purpose,
  intendedUse: 'Trains a language model',
  administration: [{ ip: SECRETS.ip, at: '2025-12-30T10:00:00Z' }],
};

describe('verification, documents, intent and retention over HTTP', () => {
  let registry: RegistryUnderTest;
  beforeAll(async () => {
    registry = await startCustomerRegistry();
    await registry.importList('a-list', 'Xaver Nirgendwer');
  }, 60_000);
  afterAll(() => registry?.stop());

  const post = (as: string, path: string, body: object = {}) => registry.call(as, 'POST', `/v1/customers${path}`, { body });
  const get = (as: string, path: string) => registry.call(as, 'GET', `/v1/customers${path}`);
  const onboard = async (more: object = {}) => (await post(ANA, '', { ...company, reference: undefined, ...more })).body.id as string;
  const send = (id: string, kind: string, content: Buffer | string = pdf(`${kind} ${id}`), query = '') =>
    registry.call(MACHINE, 'POST', `/v1/customers/${id}/documents?kind=${kind}${query}`, {
      body: content,
      headers: { 'content-type': 'application/pdf' },
    });
  const accept = (as: string, id: string, document: string, outcome = 'ACCEPTED') =>
    post(as, `/${id}/documents/${document}/decision`, { outcome, reason: SECRETS.reason });
  const missing = async (id: string, level: string) =>
    (await get(ANA, `/${id}/verification?level=${level}`)).body.missing.map(({ code }: { code: string }) => code);
  const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => [status, body?.code];

  describe('verification', () => {
    it('says what is missing by name, and refuses to propose or approve while anything is', async () => {
      const id = await onboard();
      expect(await missing(id, 'BASIC')).toEqual([]);
      expect(await missing(id, 'IDENTIFIED')).toEqual(expect.arrayContaining(['BENEFICIAL_OWNERS', 'DOCUMENT']));
      expect((await post(ANA, `/${id}/verifications`, { level: 'IDENTIFIED' })).status).toBe(201);
      const refused = await post(ANA, `/${id}/verifications/proposal`, { reason: 'all there' });
      expect(codeOf(refused)).toEqual([409, 'REQUIREMENTS_MISSING']);
      expect(refused.body.missing[0]).toMatchObject({ code: 'BENEFICIAL_OWNERS', level: 'IDENTIFIED' });
      expect(codeOf(await post(ANA, `/${id}/verifications/decision`, { outcome: 'APPROVED', reason: 'x' }))).toEqual([
        409,
        'REQUIREMENTS_MISSING',
      ]);
    });

    it('reaches basic by one person, tells the other apps, lapses to nothing when its time is over, and asks before', async () => {
      const id = await onboard();
      await post(ANA, `/${id}/verifications`, { level: 'BASIC' });
      const approved = await post(ANA, `/${id}/verifications/decision`, { outcome: 'APPROVED', reason: 'complete' });
      expect([approved.status, approved.body.level]).toEqual([200, 'BASIC']);
      const expiring = async (days: number) =>
        (await get(ANA, `?expiring=${registry.clock.nowMs + days * DAY_MS}`)).body.items.map((item: { id: string }) => item.id);
      expect([await expiring(1_094), await expiring(1_096)]).toEqual([[], [id]]);
      registry.clock.nowMs += 1_095 * DAY_MS - 30 * DAY_MS;
      await registry.settled();
      const asked = await get(ANA, `/${id}/revalidations`);
      expect(asked.body.open.grounds).toMatchObject([{ cause: 'EXPIRY' }]);
      registry.clock.nowMs += 31 * DAY_MS;
      await registry.settled();
      expect((await get(ANA, `/${id}`)).body).toMatchObject({ level: 'NONE', revalidation: asked.body.open.id });
      const listed = async (query: string) => (await get(ANA, `?${query}`)).body.items.some((item: { id: string }) => item.id === id);
      expect(
        await Promise.all(
          ['revalidation=true', 'revalidation=false', 'level=NONE', 'level=BASIC', 'status=ACTIVE&kind=LEGAL', 'related=true'].map(listed),
        ),
      ).toEqual([true, false, true, false, true, false]);
      const facts = (await registry.facts())
        .filter(({ fact }) => JSON.stringify(fact.value, bigints).includes(id))
        .map(({ fact }) => fact.case)
        .filter((kind) => kind !== 'party');
      expect(facts).toEqual(['standing', 'standing', 'revalidationAsked', 'standing']);
    });

    it('is for people: a machine neither starts, decides nor assesses', async () => {
      const id = await onboard();
      for (const path of ['/verifications', '/verifications/decision', '/close'])
        expect((await post(MACHINE, `/${id}${path}`, { level: 'BASIC', outcome: 'APPROVED', reason: 'x' })).status).toBe(403);
    });
  });

  describe('standing', () => {
    it('is changed for a reason, tells the other apps, and bars what it bars', async () => {
      const id = await onboard();
      await post(ANA, `/${id}/verifications`, { level: 'BASIC' });
      await post(ANA, `/${id}/verifications/decision`, { outcome: 'APPROVED', reason: 'complete' });
      expect(codeOf(await post(ANA, `/${id}/suspend`, { reason: ' ' }))).toEqual([422, 'REASON_MISSING']);
      expect((await post(ANA, `/${id}/suspend`, { reason: 'An order of the authority.' })).body).toMatchObject({
        status: 'SUSPENDED',
        level: 'BASIC',
      });
      expect(codeOf(await post(ANA, `/${id}/verifications`, { level: 'BASIC' }))).toEqual([409, 'CUSTOMER_SUSPENDED']);
      await post(ANA, `/${id}/resume`, { reason: 'Lifted.' });
      expect((await post(ANA, `/${id}/downgrade`, { level: 'NONE', reason: 'The papers were forged.' })).body).toMatchObject({
        status: 'ACTIVE',
        level: 'NONE',
      });
      const ask = (await post(ANA, `/${id}/revalidations`, { reason: 'Called in.' })).status;
      const complete = await post(ANA, `/${id}/revalidations/completion`, { outcome: 'LOWERED', reason: 'Looked.' });
      expect([ask, complete.status]).toEqual([201, 200]);
      expect((await get(ANA, `/${id}/revalidations`)).body.done).toMatchObject([
        { outcome: 'LOWERED', doneBy: 'ana', grounds: [{ cause: 'ASKED_BY_PERSON' }] },
      ]);
      const told = (await registry.facts()).flatMap(({ fact }) =>
        fact.case === 'standing' && fact.value.customer === id ? [[fact.value.level, fact.value.status]] : [],
      );
      expect(told).toEqual([
        [1, 1],
        [2, 1],
        [2, 2],
        [2, 1],
        [1, 1],
      ]);
    });
  });

  describe('documents', () => {
    it('are recognised by their content, and refused when empty, of another type, too large, or harmful', async () => {
      const id = await onboard();
      expect(codeOf(await send(id, 'OTHER', ''))).toEqual([422, 'DOCUMENT_EMPTY']);
      expect(codeOf(await send(id, 'OTHER', 'a letter in plain text'))).toEqual([415, 'DOCUMENT_TYPE_REFUSED']);
      expect(codeOf(await send(id, 'OTHER', Buffer.alloc(10 * 1024 * 1024 + 1, 1)))).toEqual([413, 'DOCUMENT_TOO_LARGE']);
      const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');
      expect(codeOf(await send(id, 'OTHER', eicar))).toEqual([422, 'DOCUMENT_INFECTED']);
      expect(codeOf(await send(id, 'OTHER', pdf('/OpenAction << /S /JavaScript >>\n')))).toEqual([422, 'DOCUMENT_INFECTED']);
      expect((await get(ANA, `/${id}/documents`)).body.items).toEqual([]);
    });

    it('come as the body or as the part of a form, once each, and are shown for a purpose as they were sent', async () => {
      const id = await onboard();
      const content = pdf('an extract');
      const form = new FormData();
      form.set('file', new Blob([new Uint8Array(content)], { type: 'application/pdf' }), 'extract.pdf');
      const answer = await fetch(`${registry.base}/v1/customers/${id}/documents?kind=REGISTRY_EXTRACT`, {
        method: 'POST',
        headers: { authorization: `Bearer ${MACHINE}` },
        body: form,
      });
      const sent = (await answer.json()) as { id: string; mediaType: string; scan: string };
      expect([answer.status, sent.mediaType, sent.scan]).toEqual([201, 'application/pdf', 'CLEAN']);
      expect(codeOf(await send(id, 'REGISTRY_EXTRACT', content))).toEqual([409, 'DOCUMENT_EXISTS']);
      expect(codeOf(await get(ANA, `/${id}/documents/${sent.id}/content`))).toEqual([400, 'PURPOSE_REQUIRED']);
      const shown = await get(ANA, `/${id}/documents/${sent.id}/content?purpose=review`);
      expect(Buffer.compare(shown.body, content)).toBe(0);
      expect(shown.headers.get('content-disposition')).toMatch(/^attachment/);
      expect(codeOf(await get('sue:compliance-analyst:south', `/${id}/documents/${sent.id}/content?purpose=review`))).toEqual([
        404,
        'CUSTOMER_UNKNOWN',
      ]);
    });

    it('are decided by a person once: the second decision is another person’s', async () => {
      const id = await onboard();
      const { id: document } = (await send(id, 'REGISTRY_EXTRACT')).body;
      expect((await accept(ANA, id, document)).status).toBe(200);
      expect(codeOf(await accept(ANA, id, document))).toEqual([403, 'SAME_PERSON']);
      expect((await accept(BEN, id, document)).status).toBe(200);
      expect(codeOf(await accept(LEA, id, document))).toEqual([409, 'DOCUMENT_DECIDED']);
      const { id: blurred } = (await send(id, 'FORMATION')).body;
      await accept(ANA, id, blurred, 'RESUBMIT');
      const again = await send(id, 'FORMATION', pdf('sharp'), `&replaces=${blurred}`);
      expect(again.status).toBe(201);
      expect((await get(ANA, `/${id}/documents`)).body.items.map(({ status }: { status: string }) => status)).toEqual([
        'ACCEPTED',
        'RESUBMIT',
        'SUBMITTED',
      ]);
    });
  });

  it('intent is declared by version and assessed beside it, with signals that decide nothing', async () => {
    const id = await onboard();
    const put = (as: string, path: string, body: object) => registry.call(as, 'PUT', `/v1/customers/${id}${path}`, { body });
    expect(codeOf(await put(MACHINE, '/intent', { trains: 'YES' }))).toEqual([422, 'DECLARATION_INCOMPLETE']);
    const declared = {
      trains: 'YES',
      computeFlop: '2.5e25',
      modalities: ['LANGUAGE'],
      sites: ['osl-1'],
      hardware: { accelerator: 'H100', accelerators: 4096 },
    };
    expect((await put(MACHINE, '/intent', declared)).status).toBe(200);
    expect((await put(MACHINE, '/assessment', { judgement: 'DOES_NOT', reason: 'x' })).status).toBe(403);
    expect((await put(ANA, '/assessment', { judgement: 'MAY_TRAIN', reason: 'Asks for much.' })).status).toBe(200);
    const { body } = await get(ANA, `/${id}/intent`);
    expect(body.declarations).toMatchObject([{ version: 1, computeFlop: '25000000000000000000000000' }]);
    expect(body.assessments).toMatchObject([{ judgement: 'MAY_TRAIN', declaration: 1, by: 'ana' }]);
    expect(body.signals.map(({ name }: { name: string }) => name)).toEqual([
      'PURPOSE_WORDS',
      'DECLARED_COMPUTE',
      'HARDWARE_KIND',
      'HARDWARE_AMOUNT',
    ]);
    const facts = await registry.facts();
    expect(facts.filter(({ fact }) => fact.case === 'intent').at(-1)!.fact.value).toMatchObject({
      customer: id,
      computeFlop: '25000000000000000000000000',
    });
  });

  it('exemptions have an end, are a lead’s to grant, and silence nothing', async () => {
    const id = await onboard();
    const grant = { subject: 'us-ca-sb53', reason: 'Research under contract.', to: registry.clock.nowMs + 90 * DAY_MS };
    expect((await post(ANA, `/${id}/exemptions`, grant)).status).toBe(403);
    expect(codeOf(await post(LEA, `/${id}/exemptions`, { ...grant, to: undefined }))).toEqual([422, 'EXPIRY_MISSING']);
    const { exemption } = (await post(LEA, `/${id}/exemptions`, grant)).body;
    expect((await get(ANA, `/${id}/exemptions`)).body.items).toMatchObject([{ id: exemption, stands: true, silences: [] }]);
    expect((await post(ANA, `/${id}/exemptions/${exemption}/end`, { reason: 'Contract over.' })).status).toBe(200);
    expect((await get(ANA, `/${id}/exemptions`)).body.items).toMatchObject([{ stands: false }]);
  });

  it('erasing waits for retention, then destroys the person and leaves what happened', async () => {
    const id = await onboard({ reference: 'to-erase' });
    await send(id, 'OTHER');
    const contents = async () => (await registry.everything('select 1 from document_content where customer = $1', [id])).length;
    expect(await contents()).toBe(1);
    expect(codeOf(await post(LEA, `/${id}/erase`, { reason: 'asked' }))).toEqual([409, 'NOT_CLOSED']);
    await post(ANA, `/${id}/close`, { reason: 'left us' });
    expect(codeOf(await post(LEA, `/${id}/erase`, { reason: 'asked' }))).toEqual([409, 'RETENTION_NOT_OVER']);
    registry.clock.nowMs += 8 * 366 * DAY_MS;
    expect((await post(ANA, `/${id}/erase`, { reason: 'asked' })).status).toBe(403);
    expect((await post(LEA, `/${id}/erase`, { reason: 'asked' })).body).toMatchObject({ status: 'ERASED' });
    expect((await get(ANA, `/${id}/identity?purpose=audit`)).body.profile).toBeUndefined();
    const { items } = (await get(ANA, `/${id}/events?purpose=audit`)).body;
    expect(items.map(({ type }: { type: string }) => type)).toEqual([
      'customer-onboarded',
      'document-sent',
      'customer-closed',
      'customer-erased',
    ]);
    expect(items.every((item: object) => !('reason' in item))).toBe(true);
    expect((await get(ANA, '?reference=to-erase')).body.items).toEqual([]);
    expect((await registry.facts()).some(({ fact }) => fact.case === 'erased' && fact.value.customer === id)).toBe(true);
    const [{ found }] = await registry.database.dataSource.query(
      'select count(*)::int as found from document_content where customer = $1',
      [id],
    );
    expect(found).toBe(0);
  });

  it('the whole database holds nothing of a person that can be read', async () => {
    const id = await onboard({ reference: company.reference });
    const { id: document } = (await send(id, 'REGISTRY_EXTRACT', pdf(`Utskrift for ${SECRETS.name}`))).body;
    await accept(ANA, id, document);
    await registry.call(MACHINE, 'PUT', `/v1/customers/${id}/intent`, { body: { trains: 'UNDECIDED', statement: SECRETS.statement } });
    await registry.call(ANA, 'PATCH', `/v1/customers/${id}`, {
      body: { sector: SECRETS.purpose, changeReason: SECRETS.reason },
      headers: { 'if-match': `"${(await get(ANA, `/${id}`)).body.version}"`, 'idempotency-key': `change/${company.reference}` },
    });
    await registry.settled();
    const columns = await registry.everything<{ table_name: string; column_name: string }>(
      `select c.table_name, c.column_name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
       where c.table_schema = 'customer_registry' and t.table_type = 'BASE TABLE'`,
    );
    const secrets = Object.entries({ ...SECRETS, reference: company.reference });
    const readable: string[] = [];
    let providersSeen = 0;
    const filled = new Set<string>();
    for (const { table_name: table, column_name: column } of columns) {
      const values = await registry.everything<{ value: string }>(
        `select ${column}::text as value from ${table} where ${column} is not null`,
      );
      if (values.length > 0) filled.add(table);
      providersSeen += values.filter(({ value }) => holds(value, 'north')).length;
      for (const { value } of values)
        readable.push(...secrets.filter(([, secret]) => holds(value, secret)).map(([what]) => `${what} in ${table}.${column}`));
    }
    expect(providersSeen).toBeGreaterThan(10);
    // What is looked for is where it would be: a scan that sees no rows proves nothing.
    for (const table of ['customer', 'customer_event', 'document_content', 'idempotent_answer', 'customer_fact', 'party_mark', 'screening'])
      expect([table, filled.has(table)]).toEqual([table, true]);
    expect(readable).toEqual([]);
  });
});

/** As it stands, or as bytea is written; letters of any case. */
const holds = (value: string, secret: string): boolean =>
  value.toLowerCase().includes(secret.toLowerCase()) || value.includes(Buffer.from(secret, 'utf8').toString('hex'));

const bigints = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}` : value);
