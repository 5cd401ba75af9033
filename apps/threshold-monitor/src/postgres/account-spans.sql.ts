import { int4Array } from '@tidemark/persistence';
import type { HourRange } from '../evaluate/use-shares.port.js';
import type { AccountHours } from '../evaluate/vector-source.port.js';

/** Hours of `hour_total h` that lie in the spans given as {@link spanParameters}. */
export const OF_SPANS = `from unnest($1::int4[], $2::int4[], $3::int4[]) as s (account_id, from_hour, to_hour)
  join hour_total h on h.account_id = s.account_id and h.hour >= s.from_hour and h.hour < s.to_hour`;

const HOUR_MIN = -(2 ** 31);
const HOUR_MAX = 2 ** 31 - 1;

export const spanParameters = (hours: readonly AccountHours[]): Buffer[] => [
  int4Array(hours.map(({ accountId }) => accountId)),
  int4Array(hours.map(({ fromHour }) => Math.max(HOUR_MIN, fromHour))),
  int4Array(hours.map(({ toHour }) => Math.min(HOUR_MAX, toHour))),
];

export const hourRange = ({ fromHour, toHour }: HourRange): [number, number] => [Math.max(HOUR_MIN, fromHour), Math.min(HOUR_MAX, toHour)];
