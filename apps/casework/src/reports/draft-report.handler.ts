import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  type CaseState,
  canonicalJson,
  draftRegulatorReport,
  flagsOf,
  PUBLISHED_RULEBOOK,
  type Rule,
  refusal,
  reportContent,
} from '@tidemark/domain';
import type { WriteCall } from '@tidemark/edge';
import { CaseReader } from '../case-log/case-reader.js';
import { type CaseChanged, CaseSteps } from '../case-log/case-steps.js';
import { sha256Of } from '../papers/dossier-archive.js';
import { FlagPaperSource, groundsOf } from '../papers/flag-papers.js';
import { orCaseProblem } from '../refusals.js';

/** Drafts the report of one regime from the flags of the case, with what the monitor says they rest on. */
@Injectable()
export class DraftReportHandler {
  constructor(
    private readonly reader: CaseReader,
    private readonly steps: CaseSteps,
    private readonly flags: FlagPaperSource,
  ) {}

  async draft(
    call: WriteCall,
    token: string,
    { id, named, ifMatch }: { id: string; named: string; ifMatch: number | undefined },
  ): Promise<CaseChanged> {
    const standing = orCaseProblem(await this.reader.read(call.caller, id));
    const rule = orCaseProblem(ruleFor(standing, named));
    const grounds = await this.groundsFor(standing, token, rule);
    const report = randomUUID();
    return this.steps.take(call, { kind: 'regulator-report', action: 'draft', id, ifMatch, made: report }, (state, context) => {
      const content = reportContent({ state, rule, grounds, now: context.now });
      return draftRegulatorReport(state, { report, content, sha256: sha256Of(canonicalJson(content)) }, context);
    });
  }

  /** Asked before the case is held: another app answers. A flag that joins in between has no grounds, and the checker sees that. */
  private async groundsFor(state: CaseState, token: string, rule: Rule) {
    const flags = flagsOf(state, rule).map((flag) => flag.id);
    return groundsOf(await this.flags.of(state.id, flags, token));
  }
}

/** By name; without a version the highest by which a flag of the case stands, else the newest there is. */
function ruleFor({ flags }: CaseState, named: string): Rule | ReturnType<typeof refusal> {
  const [id, version] = named.split('@');
  const versions = [...flags.values()].filter((flag) => flag.rule === id && !flag.withdrawn).map((flag) => flag.ruleVersion);
  const wanted = version === undefined ? Math.max(...versions) : Number(version);
  const published = PUBLISHED_RULEBOOK.rules.filter((rule) => rule.id === id);
  const rule = Number.isFinite(wanted) ? published.find((one) => one.version === wanted) : published.at(-1);
  return rule ?? refusal('REPORT_RULE_UNKNOWN', `The published rulebook has no rule ${named}.`);
}
