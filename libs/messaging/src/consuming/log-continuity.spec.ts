import { assertSameLog, OtherEventLog } from './log-continuity.js';

const log = (...ends: bigint[]) => ({ endOffsets: async () => ends.map((end, partition) => ({ partition, earliest: 0n, end })) });
const taken =
  (...next: (bigint | undefined)[]) =>
  async (_: string, partition: number) =>
    next[partition];

describe('continuity of the log', () => {
  it('holds for a new ledger, for one that is behind, and for one that has counted everything', async () => {
    await assertSameLog('ledger', log(0n, 5n, 5n), ['t'], taken(undefined, 3n, 5n));
  });

  it('is broken when anything was counted beyond the end of its partition', async () => {
    await expect(assertSameLog('ledger', log(5n, 2n), ['t'], taken(5n, 3n))).rejects.toThrow(OtherEventLog);
    await expect(assertSameLog('ledger', log(5n, 2n), ['t'], taken(5n, 3n))).rejects.toThrow('t/1 up to offset 3');
  });
});
