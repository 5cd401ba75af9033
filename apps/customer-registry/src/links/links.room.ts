import { PostgresAccountLinks } from '../postgres/account-links.postgres.js';
import { PostgresResellers } from '../postgres/resellers.postgres.js';
import { PostgresSeenAccounts } from '../postgres/seen-accounts.postgres.js';
import { PostgresStatementKeys } from '../postgres/statement-keys.postgres.js';
import type { Room } from '../registry/room.js';
import { AccountLinks } from './account-links.port.js';
import { AccountsConsumer } from './accounts.consumer.js';
import { AccountsController } from './accounts.controller.js';
import { SeenAccounts } from './accounts.port.js';
import { DeclareResellerHandler } from './declare-reseller.handler.js';
import { EvidenceJudge } from './evidence-judge.js';
import { LinkHandler } from './link.handler.js';
import { LinkWordsReader } from './link-words.query.js';
import { LinksController } from './links.controller.js';
import { ResellersController } from './resellers.controller.js';
import { Resellers } from './resellers.port.js';
import { StatementKeysController } from './statement-keys.controller.js';
import { StatementKeys } from './statement-keys.port.js';

export const LINKS_ROOM: Room = {
  // The fixed paths come before `v1/links/:id`.
  controllers: [StatementKeysController, LinksController, AccountsController, ResellersController, AccountsConsumer],
  providers: [
    { provide: AccountLinks, useClass: PostgresAccountLinks },
    { provide: Resellers, useClass: PostgresResellers },
    { provide: StatementKeys, useClass: PostgresStatementKeys },
    { provide: SeenAccounts, useClass: PostgresSeenAccounts },
    EvidenceJudge,
    LinkHandler,
    LinkWordsReader,
    DeclareResellerHandler,
  ],
};
