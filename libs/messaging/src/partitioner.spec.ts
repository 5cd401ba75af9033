import { createRequire } from 'node:module';
import fc from 'fast-check';
import { choosePartition, murmur2, partitionOf } from './partitioner.js';

const require = createRequire(import.meta.url);
const kafkaJsMurmur2 = require('kafkajs/src/producer/partitioners/default/murmur2') as (key: Buffer) => number;

describe('the partition of a key', () => {
  it('is hashed as Kafka clients do, for any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => murmur2(bytes) === kafkaJsMurmur2(Buffer.from(bytes))));
  });

  // From Kafka's own test, Utils.murmur2.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ])('murmur2 of %s', (key, hash) => {
    expect(murmur2(Buffer.from(key))).toBe(hash);
  });

  it('is always one of them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 200 }), (key, partitions) => {
        const partition = partitionOf(key, partitions);
        return Number.isInteger(partition) && partition >= 0 && partition < partitions;
      }),
    );
  });

  it('gives way to the choice of the message, if there is such a partition', () => {
    const choose = choosePartition('t', 3);
    expect(choose({ key: 'k', value: Buffer.alloc(0), partition: 2 })).toBe(2);
    expect(() => choose({ key: 'k', value: Buffer.alloc(0), partition: 3 })).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_PARTITION' }),
    );
    expect(() => choose({ key: 'k', value: Buffer.alloc(0), partition: -1 })).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_PARTITION' }),
    );
  });
});
