import { PostgresReferralIndex } from '../postgres/referral-index.postgres.js';
import { PostgresCrossCaseWrites } from '../postgres/referral-writes.postgres.js';
import type { Room } from '../room.js';
import { AuthorityRequestsController } from './authority-requests.controller.js';
import { AuthorityRequestsHandler } from './authority-requests.handler.js';
import { CaseReferralsController } from './case-referrals.controller.js';
import { CrossCaseWrites } from './cross-case-writes.js';
import { ReferralIndex } from './referral-index.js';
import { ReferralPost } from './referral-post.js';
import { ReferralsController } from './referrals.controller.js';
import { ReferralsHandler } from './referrals.handler.js';
import { ReferralsProjector } from './referrals.projector.js';
import { SignedDocuments } from './signed-documents.js';

export const REFERRALS_ROOM: Room = {
  controllers: [CaseReferralsController, ReferralsController, AuthorityRequestsController],
  providers: [
    { provide: CrossCaseWrites, useClass: PostgresCrossCaseWrites },
    { provide: ReferralIndex, useClass: PostgresReferralIndex },
    ReferralPost,
    ReferralsHandler,
    AuthorityRequestsHandler,
    SignedDocuments,
    ReferralsProjector,
  ],
  projectors: [ReferralsProjector],
};
