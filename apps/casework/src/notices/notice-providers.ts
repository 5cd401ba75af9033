import { Injectable } from '@nestjs/common';
import type { CaseState } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { SubjectDirectory } from '../intake/subject-directory.js';

/** Whose customers a case is about: no other provider may learn of it by a notice. */
@Injectable()
export class NoticeProviders {
  constructor(private readonly subjects: SubjectDirectory) {}

  async of(tx: Transaction, { subject, flags }: CaseState, nowMs: number): Promise<ReadonlySet<string>> {
    const named = [subject, ...[...flags.values()].map(({ scope }) => scope)].map(({ provider }) => provider);
    const records = await this.subjects.customersOf(tx, subject, nowMs);
    return new Set([...named, ...records.map(({ provider }) => provider)].filter((one) => one !== undefined));
  }
}
