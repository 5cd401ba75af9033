import { RuleSource } from '../evaluate/rules-in-play.port.js';
import { PostgresRuleHistories } from '../postgres/rule-histories.postgres.js';
import { OutboxRuleNews } from '../postgres/rule-news.postgres.js';
import { PostgresRulebookVersions } from '../postgres/rulebook-versions.postgres.js';
import { PostgresTrialFlags } from '../postgres/trial-flags.postgres.js';
import type { Room } from '../room.js';
import { ChangeRuleHandler } from './change-rule.handler.js';
import { ChangeRulesController } from './change-rules.controller.js';
import { EngineRuleChanges } from './engine-rule-changes.js';
import { KeptRuleSource } from './kept-rule-source.js';
import { RuleChanges } from './rule-changes.port.js';
import { RuleHistories } from './rule-histories.port.js';
import { RuleNews } from './rule-news.port.js';
import { RulebookVersions } from './rulebook-versions.port.js';
import { RulesController } from './rules.controller.js';
import { RulesQueries } from './rules.query.js';
import { TrialFlags } from './trial-flags.port.js';

export const RULES_ROOM: Room = {
  // `versions` is no id of a rule: the reading controller names it first.
  controllers: [RulesController, ChangeRulesController],
  providers: [
    { provide: RuleHistories, useClass: PostgresRuleHistories },
    { provide: RulebookVersions, useClass: PostgresRulebookVersions },
    { provide: TrialFlags, useClass: PostgresTrialFlags },
    { provide: RuleSource, useClass: KeptRuleSource },
    { provide: RuleNews, useClass: OutboxRuleNews },
    { provide: RuleChanges, useClass: EngineRuleChanges },
    RulesQueries,
    ChangeRuleHandler,
  ],
};
