import { Injectable } from '@nestjs/common';
import {
  evolveRule,
  NO_RULE,
  PUBLISHED_RULEBOOK,
  printRule,
  publishedState,
  type Rule,
  type RuleEvent,
  type RuleState,
  readRule,
  ruleKey,
} from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { RuleHistories, type RuleHistory } from '../rules/rule-histories.port.js';

interface EventRow {
  rule: string;
  rule_version: number;
  event: unknown;
}

@Injectable()
export class PostgresRuleHistories extends RuleHistories {
  async all(tx: Transaction): Promise<RuleHistory[]> {
    const rows = await tx.query<EventRow>('select rule, rule_version, event from rule_event order by rule, rule_version, number');
    const events = Map.groupBy(rows, ({ rule, rule_version }) => ruleKey({ id: rule, version: rule_version }));
    const published = new Map(PUBLISHED_RULEBOOK.rules.map((rule) => [ruleKey(rule), rule]));
    return [...new Set([...published.keys(), ...events.keys()])]
      .map((key) =>
        historyOf(
          published.get(key),
          (events.get(key) ?? []).map(({ event }) => readEvent(event)),
        ),
      )
      .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.version - b.version));
  }

  async append(
    tx: Transaction,
    { id, version, provider, after }: { id: string; version: number; provider: string | undefined; after: number },
    events: readonly RuleEvent[],
  ): Promise<void> {
    // The primary key refuses a step that another process took in between.
    await tx.query(
      `insert into rule_event (rule, rule_version, number, provider, at_ms, event)
       select $1, $2, $3 + n, $4, (event ->> 'atMs')::bigint, event from unnest($5::jsonb[]) with ordinality as t (event, n)`,
      [id, version, after, provider ?? null, events.map(printEvent)],
    );
  }
}

/** A rule that was proposed before the product shipped with one of that id and version goes before it: its flags name it. */
function historyOf(published: Rule | undefined, events: readonly RuleEvent[]): RuleHistory {
  const isOwn = published === undefined || events[0]?.type === 'rule-proposed';
  const state = events.reduce<RuleState>(evolveRule, isOwn ? NO_RULE : publishedState(published));
  if (state.status === 'NONE') throw new Error('a rule without a history');
  return { id: state.rule.id, version: state.rule.version, state, events };
}

const printEvent = (event: RuleEvent): string =>
  JSON.stringify(event.type === 'rule-proposed' ? { ...event, rule: printRule(event.rule) } : event);

function readEvent(json: unknown): RuleEvent {
  const event = json as RuleEvent;
  if (event.type !== 'rule-proposed') return event;
  const reading = readRule(event.rule);
  if ('problems' in reading) throw new Error(`a rule that was taken can no longer be read: ${JSON.stringify(reading.problems)}`);
  return { ...event, rule: reading.rule };
}
