import { Injectable } from '@nestjs/common';
import { Clock, problem } from '@tidemark/access';
import { type CaseContext, type CaseDecision, type CaseEvent, type CaseState, CUSTOMER, type Notice } from '@tidemark/domain';
import { isRefused, isUuid, type Refused, refuse, repeatable } from '@tidemark/edge';
import { CaseWrites } from '../case-log/case-writes.js';
import { orCaseProblem } from '../refusals.js';
import { isNoticeCode } from './notice-code.js';
import { NoticeIndex } from './notice-index.port.js';
import { NoticeThrottle } from './notice-throttle.js';

/** What the holder of a notice shows: its id, its code, and a key for repeats. */
export interface NoticeHolder {
  notice: string;
  code: string | undefined;
  idempotency?: { key: string; fingerprint: string } | undefined;
}

interface Opened {
  state: CaseState;
  notice: Notice;
  context: CaseContext;
}

/**
 * Where a customer comes in, who has no account here: by the notice that it holds and the code that came with it. Nothing of the case is told but
 * that notice. No such notice and a wrong code are one answer.
 */
@Injectable()
export class NoticeDoor {
  private readonly throttle = new NoticeThrottle();

  constructor(
    private readonly index: NoticeIndex,
    private readonly writes: CaseWrites,
    private readonly clock: Clock,
  ) {}

  read<View extends object>(holder: NoticeHolder, view: (opened: Opened) => View): Promise<View> {
    return this.open<View>(holder, async (opened) => view(opened));
  }

  /** One step of the customer; what it made is answered by `view`, of the case after it. */
  step<View extends object>(
    holder: NoticeHolder,
    decide: (opened: Opened) => CaseDecision<CaseEvent>,
    view: (state: CaseState) => View,
  ): Promise<View> {
    const nowMs = this.clock.now();
    const { notice, idempotency } = holder;
    const repeat = idempotency && { provider: '', subject: `notice/${notice}`, ...idempotency };
    return this.open<View>(holder, (opened, open) =>
      repeatable(open.tx, { repeat, nowMs }, async () => open.apply(decide(opened)) ?? view(open.state)),
    );
  }

  private async open<View extends object>(
    { notice: id, code }: NoticeHolder,
    work: (opened: Opened, open: Parameters<Parameters<CaseWrites['runAsCasework']>[2]>[0]) => Promise<View | Refused>,
  ): Promise<View> {
    const nowMs = this.clock.now();
    const wait = this.throttle.waitFor(id, nowMs);
    if (wait !== undefined) throw tooMany(wait);
    const caseId = await this.caseOf(id, code ?? '');
    const answer =
      caseId === undefined
        ? unknownNotice()
        : await this.writes.runAsCasework<View | Refused>(nowMs, caseId, async (open) => {
            const notice = open.state.decisions.notices.get(id);
            if (!isNoticeCode(code ?? '', notice?.codeHash) || notice === undefined) return unknownNotice();
            return work({ state: open.state, notice, context: { ...open.context, actor: CUSTOMER } }, open);
          });
    if (isRefused(answer) && answer.refused.code === 'NOTICE_UNKNOWN') this.throttle.wasWrong(id, nowMs);
    else this.throttle.wasRight(id);
    return orCaseProblem<View>(answer as View | Refused) as View;
  }

  /** Nothing is read or locked of a case for a wrong code: it takes no longer than a notice that there is not. */
  private async caseOf(id: string, code: string): Promise<string | undefined> {
    const indexed = isUuid(id) ? await this.index.find(id) : undefined;
    // The comparison is made also when there is nothing to compare with.
    const opens = isNoticeCode(code, indexed?.codeHash);
    return opens || (indexed !== undefined && indexed.codeHash === undefined) ? indexed?.caseId : undefined;
  }
}

const unknownNotice = (): Refused => refuse('NOTICE_UNKNOWN', 'There is no such notice, or the code is another.');

const tooMany = (waitMs: number) =>
  problem(
    { status: 429, title: 'Too many wrong codes', retryAfterSeconds: Math.ceil(waitMs / 1000) },
    { code: 'NOTICE_PAUSED', detail: 'Too many codes were wrong. Wait, and look at the notice again.' },
  );
