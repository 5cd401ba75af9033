import type { Happened } from '../case-vocabulary.js';

export type ReferralEvent = Happened & { type: 'referral-placeholder' };
