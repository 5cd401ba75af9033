import { decodeEnvelope, encodeEnvelope } from '@tidemark/contracts';
import { columnsOf, envelopeOf } from '../../test/ledger-rows.fixture.js';
import { Deliveries, ReplayBatches } from './replay-batches.js';

const fact = (position: number) => ({ position, fact: Buffer.from([position]) });
const report = (position: number) => ({ position, envelope: Buffer.from([position]) });

describe('batches of a replay', () => {
  it('keep the order, end before a fact, and are never larger than asked for', () => {
    const batches = new ReplayBatches(2);
    const given = [report(1), report(2), report(3), fact(4), fact(5), report(6)].flatMap((input) => batches.add(input));
    const shown = [...given, ...batches.rest()].map((batch) => ('fact' in batch ? batch.fact[0] : batch.reports.map(([one]) => one)));
    expect(shown).toEqual([[1, 2], [3], 4, 5, [6]]);
    expect(batches.rest()).toEqual([]);
  });
});

describe('deliveries', () => {
  const sent = (source: string, stream: string, offset: bigint) =>
    encodeEnvelope(envelopeOf({ provider: 'p', source, epoch: 1, sequence: 1n }, columnsOf([1], 0), { origin: { stream, offset } }));
  const repeatedOf = (...all: Uint8Array[]) => {
    const repeated: string[] = [];
    const deliveries = new Deliveries((what) => repeated.push(what));
    const origins = all.map((bytes) => decodeEnvelope(deliveries.renumber(bytes)).origin);
    return { repeated, origins };
  };

  it('get origins that rise over all meters, and stay as they are otherwise', () => {
    const first = sent('m', 'door/a', 7n);
    const { repeated, origins } = repeatedOf(first, sent('n', 'door/a', 7n), sent('m', 'door/b', 0n));
    expect(repeated).toEqual([]);
    expect(origins).toEqual([0n, 1n, 2n].map((offset) => ({ stream: 'replay', offset })));
    const renumbered = decodeEnvelope(new Deliveries(() => undefined).renumber(first));
    expect({ ...renumbered, origin: 0 }).toEqual({ ...decodeEnvelope(first), origin: 0 });
  });

  it('that do not rise within a meter and a stream were taken twice', () => {
    expect(repeatedOf(sent('m', 'door/a', 7n), sent('m', 'door/a', 7n), sent('m', 'door/a', 8n), sent('m', 'door/a', 3n)).repeated).toEqual(
      ['report p/m/1/1 from door/a 7', 'report p/m/1/1 from door/a 3'],
    );
  });
});
