/** What was told of each flag, from its raising on, against what the flag is: nobody who hears everything may come to another picture. */
import { fromBinary } from '@bufbuild/protobuf';
import { FlagEventSchema } from '@tidemark/contracts';
import type { FlagContent } from '../../apps/threshold-monitor/src/evaluate/flag-content.js';
import type { FlagRecord } from '../../apps/threshold-monitor/src/evaluate/flag-records.js';
import { HOUR_MS } from '../truth/flags/flag-truth.model.js';
import { recordOf } from './memory-flag-store.js';
import type { FlagRow, MemoryTables } from './memory-tables.js';

const ENDS: readonly string[] = ['WITHDRAWN', 'CONFIRMED', 'SUPERSEDED'];

interface Story {
  types: string[];
  /** As it was told last. */
  momentMs: number;
}

export function checkStories(tables: MemoryTables, nowMs: number, isFullHour: boolean): void {
  const stories = storiesOf(tables);
  const rows = [...tables.flags.values()];
  for (const row of rows) {
    if (row.shadow) expect(stories.has(row.id)).toBe(false);
    else checkStory(row, stories.get(row.id)!, isFullHour ? nowMs : undefined);
    checkContent(row);
  }
  checkReturns(rows);
}

function storiesOf({ events }: MemoryTables): Map<string, Story> {
  const stories = new Map<string, Story>();
  for (const { flag, type, detail, sequence, message } of events) {
    const told = fromBinary(FlagEventSchema, message);
    expect([told.sequence, told.flag, told.id]).toEqual([sequence, flag, `flag-fact-${sequence}`]);
    const story = stories.get(flag) ?? { types: [], momentMs: 0 };
    story.types.push(type);
    if ('momentMs' in detail) story.momentMs = Number(detail.momentMs);
    stories.set(flag, story);
  }
  return stories;
}

/** `fullHourMs`: then everything was judged, and whatever moved in an hour that is over was told. */
function checkStory(row: FlagRow, { types, momentMs }: Story, fullHourMs: number | undefined): void {
  expect(types.filter((type) => type === 'RAISED' || ENDS.includes(type))).toEqual([
    'RAISED',
    ...(row.status === 'OPEN' ? [] : [row.status]),
  ]);
  expect(types[0]).toBe('RAISED');
  if (row.status !== 'OPEN') expect(types.at(-1)).toBe(row.status);
  const { tier, place }: FlagRecord = recordOf(row);
  if (tier === 'PROJECTED' || row.status !== 'OPEN' || fullHourMs === undefined) return;
  expect(Math.floor(momentMs / HOUR_MS)).toBe(place.moment.hour);
  if ((place.moment.hour + 1) * HOUR_MS <= fullHourMs) expect(momentMs).toBe(place.moment.hour * HOUR_MS + place.moment.minute * 60_000);
}

/** Members bring in all of the totals, as long as they are all named. */
function checkContent({ content }: FlagRow): void {
  const { totals, members, kind } = content as FlagContent;
  if (kind !== 'CROSSING' || !totals) return;
  for (const column of ['lower', 'expected', 'upper'] as const)
    expect(members.reduce((sum, member) => sum + BigInt(member.totals[column]), 0n)).toBe(BigInt(totals[column]));
}

/** A matter that comes back is a new flag that names the one before. */
function checkReturns(rows: readonly FlagRow[]): void {
  const last = new Map<string, FlagRow>();
  for (const row of rows) {
    const key = [row.scopeKey, row.kind, row.rule, row.ruleVersion, row.tier, row.n, row.shadow].join('|');
    expect((row.content as FlagContent).previousFlag).toBe(last.get(key)?.id);
    last.set(key, row);
  }
}
