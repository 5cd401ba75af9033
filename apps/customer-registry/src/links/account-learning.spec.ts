import { create, toBinary } from '@bufbuild/protobuf';
import { PostedBatchSchema } from '@tidemark/contracts';
import { accountsOf, earliestOfEach } from './account-learning.js';

const batch = (hours: bigint[]) =>
  toBinary(
    PostedBatchSchema,
    create(PostedBatchSchema, { names: ['', 'north', 'a-1', 'a-2'], provider: [1, 1, 1], account: [2, 3, 2], hour: hours }),
  );

describe('accounts that postings name', () => {
  it('are found with the start of their hour', () =>
    expect(accountsOf(batch([10n, 11n, 9n]), 5)).toEqual([
      { provider: 'north', account: 'a-1', firstUseHourMs: 36_000_000, firstSeenMs: 5 },
      { provider: 'north', account: 'a-2', firstUseHourMs: 39_600_000, firstSeenMs: 5 },
      { provider: 'north', account: 'a-1', firstUseHourMs: 32_400_000, firstSeenMs: 5 },
    ]));

  it('are kept once each, with the earliest hour', () =>
    expect(earliestOfEach(accountsOf(batch([10n, 11n, 9n]), 5)).map(({ account, firstUseHourMs }) => [account, firstUseHourMs])).toEqual([
      ['a-1', 32_400_000],
      ['a-2', 39_600_000],
    ]));

  it('are not read from what is no posting', () => {
    expect(() => accountsOf(Buffer.from('no protobuf'), 5)).toThrow();
    const odd = create(PostedBatchSchema, { names: [''], provider: [7], account: [0], hour: [1n] });
    expect(() => accountsOf(toBinary(PostedBatchSchema, odd), 5)).toThrow('dictionary');
  });
});
