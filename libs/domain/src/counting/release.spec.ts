import { CorrectionTrees } from './correction-tree.js';
import { type CatalogueVersion, KnownFacts } from './known-facts.js';
import { keyOf, type LedgerRecord } from './ledger-record.js';
import { RecordState, waitingFor } from './record-state.js';
import { type ReleaseContext, releaseCandidates } from './release.js';

const known = new Set(['h100']);
const catalogue: CatalogueVersion = {
  version: 1,
  resolve: (name) => (known.has(name) ? { model: name, peaksGflops: { BF16: 1 } } : undefined),
};

/** Report number = sequence = ledger position; one record each. */
function held(sequence: number, accelerator: string, target?: number): LedgerRecord {
  const place = { position: sequence, minor: 0 };
  return {
    ...{ reportPosition: sequence, index: 0, provider: 'p', providerId: 1, sourceId: 1, epoch: 1, sequence: BigInt(sequence) },
    ...{ account: 'a', cluster: 'c', accelerator, node: 'n', job: '', count: 1, startMs: 0, endMs: 1000, grade: 0, ppm: 0, devices: [] },
    ...{ target: target === undefined ? undefined : { epoch: 1, sequence: BigInt(target), index: 0 }, void: false },
    ...{ state: RecordState.HELD, held: undefined, place, decidedPosition: 0, clusterId: undefined, slots: [], replacedBy: undefined },
  };
}

function ledger(records: LedgerRecord[]) {
  const facts = new KnownFacts(catalogue);
  facts.addRegistration('p', 'c', 1, {
    ...{ position: 1, accelerator: 'h100', accelerators: 8, acceleratorsPerNode: 8, inServiceFromMs: 0 },
    inServiceToMs: Number.POSITIVE_INFINITY,
  });
  const byKey = new Map<string, LedgerRecord>();
  const reports = {
    find: (_source: number, _epoch: number, sequence: bigint) =>
      byKey.has(`${sequence}/0`) ? { position: Number(sequence), recordCount: 1, rejected: new Set<number>() } : undefined,
  };
  const trees = new CorrectionTrees(byKey, reports);
  const context = (position: number): ReleaseContext => ({ facts, trees, reports, normaliseName: (name) => name, position });
  const decide = (position: number, chosen: LedgerRecord[]) =>
    releaseCandidates(
      chosen.map((record, minor) => ({ record, ownPlace: { position, minor } })),
      context(position),
    );
  const arrive = (record: LedgerRecord) => {
    byKey.set(keyOf(record), record);
    decide(record.reportPosition, [record]);
  };
  records.forEach(arrive);
  return { decide, arrive };
}

describe('Releasing what was held', () => {
  afterEach(() => known.delete('new'));

  it('gives a correction the place of its target', () => {
    const [target, correction] = [held(2, 'h100'), held(5, 'h100', 2)];
    ledger([target, correction]);
    expect(target).toMatchObject({ state: RecordState.REPLACED, replacedBy: '1/5/0' });
    expect(correction).toMatchObject({ state: RecordState.COUNTED, place: { position: 2, minor: 0 } });
  });

  it('lets the correction of a held record keep its own place', () => {
    const [target, correction] = [held(2, 'new'), held(5, 'h100', 2)];
    ledger([target, correction]);
    expect(target.held).toEqual({ reason: 'UNKNOWN_ACCELERATOR', waitingFor: waitingFor.accelerator('new') });
    expect(correction).toMatchObject({ state: RecordState.COUNTED, place: { position: 5, minor: 0 } });
  });

  it('gives a held correction its place also when a correction of it stands already', () => {
    const [target, correction, second, third] = [held(2, 'new'), held(3, 'new', 2), held(4, 'h100', 3), held(7, 'h100', 3)];
    const { decide, arrive } = ledger([target, correction, second]);
    known.add('new');
    decide(6, [target, correction]);
    expect(second).toMatchObject({ state: RecordState.COUNTED, place: { position: 4, minor: 0 } });

    arrive(third);
    expect(second).toMatchObject({ state: RecordState.REPLACED, replacedBy: '1/7/0' });
    // Where the first correction stands: with its target, which was released at position 6. Not where it arrived.
    expect(third).toMatchObject({ state: RecordState.COUNTED, place: { position: 6, minor: 0 } });
  });
});
