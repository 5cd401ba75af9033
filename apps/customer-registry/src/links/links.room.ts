import { PostgresAccountLinks } from '../postgres/account-links.postgres.js';
import { PostgresLinkSignalMarks } from '../postgres/link-signal-marks.postgres.js';
import { PostgresLinkSuggestions } from '../postgres/link-suggestions.postgres.js';
import { PostgresResellers } from '../postgres/resellers.postgres.js';
import { PostgresSeenAccounts } from '../postgres/seen-accounts.postgres.js';
import { PostgresStatementKeys } from '../postgres/statement-keys.postgres.js';
import type { Room } from '../registry/room.js';
import { AccountLinks } from './account-links.port.js';
import { AccountSignalsController } from './account-signals.controller.js';
import { AccountsConsumer } from './accounts.consumer.js';
import { AccountsController } from './accounts.controller.js';
import { SeenAccounts } from './accounts.port.js';
import { DecideSuggestionHandler } from './decide-suggestion.handler.js';
import { DeclareResellerHandler } from './declare-reseller.handler.js';
import { EvidenceJudge } from './evidence-judge.js';
import { IndexLinkSignalsTask } from './index-link-signals.task.js';
import { LinkHandler } from './link.handler.js';
import { LinkSignalMarks } from './link-signals.port.js';
import { LinkSuggestions } from './link-suggestions.port.js';
import { LinkWordsReader } from './link-words.query.js';
import { LinksController } from './links.controller.js';
import { ResellersController } from './resellers.controller.js';
import { Resellers } from './resellers.port.js';
import { StatementKeysController } from './statement-keys.controller.js';
import { StatementKeys } from './statement-keys.port.js';
import { SuggestLinksTask } from './suggest-links.task.js';
import { SuggestionsController } from './suggestions.controller.js';

export const LINKS_ROOM: Room = {
  // The fixed paths come before `v1/links/:id`.
  controllers: [
    StatementKeysController,
    SuggestionsController,
    AccountSignalsController,
    LinksController,
    AccountsController,
    ResellersController,
    AccountsConsumer,
  ],
  providers: [
    { provide: AccountLinks, useClass: PostgresAccountLinks },
    { provide: Resellers, useClass: PostgresResellers },
    { provide: StatementKeys, useClass: PostgresStatementKeys },
    { provide: SeenAccounts, useClass: PostgresSeenAccounts },
    EvidenceJudge,
    LinkHandler,
    LinkWordsReader,
    DeclareResellerHandler,
    { provide: LinkSignalMarks, useClass: PostgresLinkSignalMarks },
    { provide: LinkSuggestions, useClass: PostgresLinkSuggestions },
    DecideSuggestionHandler,
    SuggestLinksTask,
    IndexLinkSignalsTask,
  ],
  tasks: [SuggestLinksTask, IndexLinkSignalsTask],
};
