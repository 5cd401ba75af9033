/** What was told of each flag, from its raising on, against what the flag is: nobody who hears everything may come to another picture. */
import { fromBinary } from '@bufbuild/protobuf';
import { FlagEventSchema } from '@tidemark/contracts';
import type { FlagContent } from '../../apps/threshold-monitor/src/evaluate/flag-content.js';
import { HOUR_MS } from '../truth/flags/flag-truth.model.js';
import type { FlagRow, MemoryTables } from './memory-tables.js';

const ENDS: readonly string[] = ['WITHDRAWN', 'CONFIRMED', 'SUPERSEDED'];

interface Story {
  types: string[];
  /** As it was told last. */
  momentMs: number;
}

/** All that is wrong, in words. `fullHourMs`: then everything was judged, and whatever moved in an hour that is over was told. */
export function faultsOf(tables: MemoryTables, fullHourMs: number | undefined): string[] {
  const stories = storiesOf(tables);
  const rows = [...tables.flags.values()];
  const untold = rows
    .filter(({ id, shadow }) => stories.has(id) === shadow)
    .map(({ id }) => `${id} is told of if and only if it is in trial`);
  const told = rows.flatMap((row) => (stories.has(row.id) ? storyFaults(row, stories.get(row.id)!, fullHourMs) : []));
  return [...untold, ...told, ...rows.flatMap(contentFaults), ...returnFaults(rows)];
}

function storiesOf({ events }: MemoryTables): Map<string, Story> {
  const stories = new Map<string, Story>();
  for (const { flag, type, detail } of events) {
    const story = stories.get(flag) ?? { types: [], momentMs: 0 };
    story.types.push(type);
    if ('momentMs' in detail) story.momentMs = Number(detail.momentMs);
    stories.set(flag, story);
  }
  return stories;
}

function storyFaults({ id, status, tier, state }: FlagRow, { types, momentMs }: Story, fullHourMs: number | undefined): string[] {
  const milestones = types.filter((type) => type === 'RAISED' || ENDS.includes(type)).join();
  const isWhole = milestones === (status === 'OPEN' ? 'RAISED' : `RAISED,${status}`);
  if (!isWhole || types[0] !== 'RAISED' || (status !== 'OPEN' && types.at(-1) !== status))
    return [`${id} is ${status} and was told as ${types}`];
  if (tier === 'PROJECTED' || status !== 'OPEN' || fullHourMs === undefined) return [];
  const { hour, minute } = JSON.parse(state).place.moment;
  const isOver = (hour + 1) * HOUR_MS <= fullHourMs;
  const isTold = isOver ? momentMs === hour * HOUR_MS + minute * 60_000 : Math.floor(momentMs / HOUR_MS) === hour;
  return isTold ? [] : [`${id} is of ${hour}:${minute} and was told as ${momentMs / HOUR_MS}`];
}

/** The message says what the table does, and members bring in all of the totals: they are never too many to be named here. */
function contentFaults({ id, content }: FlagRow): string[] {
  const { totals, members, kind } = content as FlagContent;
  if (kind !== 'CROSSING' || !totals) return [];
  const sum = (column: keyof typeof totals) => members.reduce((all, member) => all + BigInt(member.totals[column]), 0n);
  const faulty = (['lower', 'expected', 'upper'] as const).filter((column) => sum(column) !== BigInt(totals[column]));
  return faulty.map((column) => `${id} has ${totals[column]} ${column}, its members ${sum(column)}`);
}

/** A matter that comes back is a new flag that names the one before. A projection that came true does not come back: the next is another. */
function returnFaults(rows: readonly FlagRow[]): string[] {
  const last = new Map<string, string | undefined>();
  const faults: string[] = [];
  for (const { id, scopeKey, kind, rule, ruleVersion, tier, n, shadow, content, status } of rows) {
    const key = [scopeKey, kind, rule, ruleVersion, tier, n, shadow].join('|');
    const { previousFlag } = content as FlagContent;
    if (previousFlag !== last.get(key)) faults.push(`${id} names ${previousFlag} and follows ${last.get(key)}`);
    last.set(key, status === 'CONFIRMED' ? undefined : id);
  }
  return faults;
}

/** The messages say what the tables say, in one order without gaps. */
export function messageFaults({ events }: MemoryTables): string[] {
  return events.flatMap(({ sequence, flag, message, type }, i) => {
    const told = fromBinary(FlagEventSchema, message);
    const isSame = told.sequence === sequence && told.flag === flag && sequence === BigInt(i + 1) && told.fact.case !== undefined;
    return isSame ? [] : [`fact ${sequence} (${type}) of ${flag} is told as ${told.sequence} ${told.fact.case} of ${told.flag}`];
  });
}
