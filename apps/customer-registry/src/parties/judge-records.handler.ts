import { Inject, Injectable } from '@nestjs/common';
import { TIDEMARK_CONFIG, type TidemarkConfig } from '@tidemark/config';
import { type JoinBlocked, type Judgement, type PartyMove, pairOf } from '@tidemark/domain';
import { type Refused, refuse } from '@tidemark/edge';
import type { Write } from '../registry/write.js';
import { PairWords } from './pair-words.js';
import type { PartyRefusalCode } from './parties.refusals.js';
import { PartyCandidates } from './party-candidates.port.js';
import { PartyRecords } from './party-records.port.js';
import { PartyResolver } from './party-resolver.js';

export interface JudgeRecords {
  one: string;
  other: string;
  judgement: Judgement;
  reason: string;
  /** Of the candidate that it decides. */
  score?: number;
}

export interface JudgedRecords {
  left: string;
  right: string;
  judgement: Judgement;
  knownAtMs: number;
  moved: PartyMove[];
  blocked: readonly JoinBlocked[];
}

/** Somebody of the scheme says whether two records are one person. The latest judgement of a pair holds. */
@Injectable()
export class JudgeRecordsHandler {
  constructor(
    private readonly records: PartyRecords,
    private readonly candidates: PartyCandidates,
    private readonly words: PairWords,
    private readonly resolver: PartyResolver,
    @Inject(TIDEMARK_CONFIG) private readonly config: TidemarkConfig,
  ) {}

  async judge(write: Write, { one, other, judgement, reason, score }: JudgeRecords): Promise<JudgedRecords | Refused<PartyRefusalCode>> {
    if (!this.config.scheme) return refuse('SCHEME_OFF', 'There are no parties to be judged.');
    if (one === other) return refuse('PARTY_PAIR_OF_ONE', 'Both ids name the same record.');
    const pair = pairOf(one, other);
    if ((await this.records.find(write.tx, [one, other])).size < 2)
      return refuse('PARTY_RECORD_UNKNOWN', 'One of the two records is unknown.');
    const sealed = await this.words.seal(write.tx, pair, `party-judgement/${write.nowMs}`, reason);
    if (!sealed) return refuse('PARTY_RECORD_ERASED', 'One of the two persons was erased.');
    const { by, nowMs } = write;
    await this.records.judge(write.tx, { ...pair, judgement, cause: 'JUDGEMENT', judgedBy: by, reason: sealed, score, knownAtMs: nowMs });
    await this.candidates.decided(write.tx, pair, { state: judgement, by, nowMs });
    const { moved, blocked } = await this.resolver.resolve(write, [one, other], 'JUDGEMENT');
    return { ...pair, judgement, knownAtMs: nowMs, moved, blocked };
  }

  async decide(
    write: Write,
    id: string,
    { judgement, reason }: Pick<JudgeRecords, 'judgement' | 'reason'>,
  ): Promise<JudgedRecords | Refused<PartyRefusalCode>> {
    const candidate = await this.candidates.find(write.tx, id);
    if (!candidate) return refuse('CANDIDATE_UNKNOWN', 'There is no such candidate.');
    if (candidate.state !== 'OPEN') return refuse('CANDIDATE_DECIDED', `Its state is ${candidate.state}.`);
    const { left: one, right: other, score } = candidate;
    return this.judge(write, { one, other, judgement, reason, score });
  }
}
