import { type LedgerApp, startLedgerApp } from '../../test/ledger-app.fixture.js';
import { columnsOf, envelopeOf } from '../../test/ledger-rows.fixture.js';
import { encodeSlots } from '../postgres/slot-codec.js';

const START = Date.UTC(2024, 0, 1);
const HOUR_MS = 3_600_000;
const parts = (countedMs: number, duplicateMs = 0, conflictMs = 0) => ({
  countedMs: String(countedMs),
  duplicateMs: String(duplicateMs),
  conflictMs: String(conflictMs),
});

describe('fate of a report', () => {
  let ledger: LedgerApp;
  let alpha: string;
  const id = { provider: 'alpha', source: 'rack/7 é?', epoch: 1, sequence: 2n ** 64n - 1n };
  const path = `/v1/reports/${encodeURIComponent(id.source)}/1/${id.sequence}`;

  beforeAll(async () => {
    ledger = await startLedgerApp();
    alpha = ledger.tokens.provider('alpha');
    const columns = columnsOf([8, 4, 2, 1, 16, 3], START);
    columns.index = Uint16Array.from([0, 2, 3, 4, 5, 6]);
    const envelope = envelopeOf(id, columns, { recordCount: 7, rejected: [{ index: 1, code: 'START_AFTER_END', field: 'endMs' }] });
    await ledger.rows.report(envelope, 10, 5_000);
    await ledger.rows.copy(envelope, 11, 6_000, false);
    await ledger.rows.copy(envelopeOf(id, columnsOf([9], START)), 12, 7_000, true);
    const versions = { policyVersion: 1, catalogueVersion: 1 };
    const hour = START / HOUR_MS;
    const states = [
      [2, 2, 'UNKNOWN_CLUSTER', 'cluster:alpha/new', null, null],
      [3, 3, null, null, null, encodeSlots([{ hour, countedMs: 0, duplicateMs: 2 * HOUR_MS, conflictMs: 0, ...versions }])],
      [4, 4, null, null, null, encodeSlots([{ hour, countedMs: 0, duplicateMs: 0, conflictMs: HOUR_MS, ...versions }])],
      [
        5,
        1,
        null,
        null,
        null,
        encodeSlots([
          { hour, countedMs: 5, duplicateMs: 6, conflictMs: 7, ...versions },
          { hour: hour + 1, countedMs: 50, duplicateMs: 60, conflictMs: 70, ...versions },
        ]),
      ],
      [6, 5, null, null, '1/12/0', null],
    ];
    for (const [index, state, reason, waitingFor, replacedBy, slots] of states)
      await ledger.rows.query(
        `insert into record_state (report_position, index, provider_id, source_id, state, reason, waiting_for, place_position, place_minor,
           decided_position, slots, replaced_by)
         select position, $1, provider_id, source_id, $2, $3, $4, position, 0, position, $5, $6 from report where position = 10`,
        [index, state, reason, waitingFor, slots, replacedBy],
      );
    await ledger.rows.report(
      envelopeOf({ ...id, sequence: 7n }, columnsOf([], START), { recordCount: 3, schemaVersion: 9, opaque: Buffer.from('?') }),
      13,
      8_000,
    );
    await ledger.rows.report(
      envelopeOf({ ...id, sequence: 8n }, columnsOf([], START), {
        recordCount: 1,
        rejected: [{ index: 0, code: 'NOT_AN_OBJECT', field: '' }],
      }),
      14,
      8_000,
    );
  });

  afterAll(() => ledger.stop());

  it('tells every record as sent, and every later submission under its id', async () => {
    const { status, body } = await ledger.get(path, alpha);
    expect(status).toBe(200);
    expect(body.records).toEqual([
      { index: 0, fate: 'COUNTED', parts: parts(8 * HOUR_MS) },
      { index: 1, fate: 'REJECTED', reason: 'START_AFTER_END', field: 'endMs', parts: parts(0) },
      { index: 2, fate: 'HELD', reason: 'UNKNOWN_CLUSTER', waitingFor: 'cluster:alpha/new', parts: parts(0) },
      { index: 3, fate: 'DUPLICATE', parts: parts(0, 2 * HOUR_MS) },
      { index: 4, fate: 'CONFLICT', parts: parts(0, 0, HOUR_MS) },
      { index: 5, fate: 'COUNTED', parts: parts(55, 66, 77) },
      { index: 6, fate: 'REPLACED', replacedBy: '1/12/0', parts: parts(0) },
    ]);
    expect(body).toMatchObject({
      provider: 'alpha',
      source: id.source,
      epoch: 1,
      sequence: '18446744073709551615',
      status: 'COUNTED',
      ledgerPosition: '10',
      knownAtMs: '5000',
      copies: [
        { ledgerPosition: '11', knownAtMs: '6000', fate: 'DUPLICATE', contentHash: body.contentHash },
        { ledgerPosition: '12', knownAtMs: '7000', fate: 'CONFLICT' },
      ],
    });
    expect(body.contentHash).toMatch(/^[0-9a-f]{64}$/);
    expect(body.copies[1].contentHash).not.toBe(body.contentHash);
  });

  it('is opaque for a schema version that cannot be read, and told also when nothing was accepted', async () => {
    const source = encodeURIComponent(id.source);
    expect((await ledger.get(`/v1/reports/${source}/1/7`, alpha)).body).toMatchObject({ status: 'OPAQUE', records: [] });
    expect((await ledger.get(`/v1/reports/${source}/1/8`, alpha)).body).toMatchObject({
      status: 'COUNTED',
      records: [{ index: 0, fate: 'REJECTED' }],
    });
  });

  it('is seen by its provider, and by oversight under provider/source, however the slash is written', async () => {
    const oversight = ledger.tokens.oversight();
    const own = (await ledger.get(path, alpha)).body;
    expect((await ledger.get(`/v1/reports/${encodeURIComponent(`alpha/${id.source}`)}/1/${id.sequence}`, oversight)).body).toEqual(own);
    expect((await ledger.get(`/v1/reports/alpha/${encodeURIComponent(id.source)}/1/${id.sequence}`, oversight)).body).toEqual(own);
    expect(await ledger.get(path, ledger.tokens.provider('beta'))).toMatchObject({ status: 404, body: { code: 'REPORT_UNKNOWN' } });
    expect(
      await ledger.get(`/v1/reports/alpha/${encodeURIComponent(id.source)}/1/${id.sequence}`, ledger.tokens.provider('beta')),
    ).toMatchObject({
      status: 404,
      body: { code: 'REPORT_UNKNOWN' },
    });
    expect(await ledger.get(path, ledger.tokens.provider('alpha', ['usage:write']))).toMatchObject({
      status: 403,
      body: { code: 'MISSING_SCOPE' },
    });
  });

  it.each([
    ['x/0/1', 400, 'EPOCH_INVALID'],
    ['x/4294967296/1', 400, 'EPOCH_INVALID'],
    ['x/1/0', 400, 'SEQUENCE_INVALID'],
    ['x/1/01', 400, 'SEQUENCE_INVALID'],
    ['x/1/18446744073709551616', 400, 'SEQUENCE_INVALID'],
    ['x/1/1', 404, 'REPORT_UNKNOWN'],
  ])('is refused for %s', async (tail, status, code) => {
    expect(await ledger.get(`/v1/reports/${tail}`, alpha)).toMatchObject({ status, body: { code } });
  });
});
