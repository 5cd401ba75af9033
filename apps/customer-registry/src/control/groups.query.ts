import { type ControlRule, CustomerGroups, controlReasons, exactOwnersOf, type HoldingGraph, printFraction } from '@tidemark/domain';
import type { ControlPicture } from './control-reader.js';
import { type StepView, viewStep } from './owners.query.js';

export interface MemberView {
  member: string;
  /** By the rule `control`: each step needs nothing but the ones before it. */
  because?: StepView[];
  /** By the rule `ownership-25`: exact. Absent where a circle of owners is too large to be solved exactly. */
  share?: string;
}

export interface ControllerView {
  controller: string;
  /** How many are under it. */
  members: number;
}

/** Everybody who controls at least one other, by id. */
export function controllersIn({ holdings }: ControlPicture, rule: ControlRule): ControllerView[] {
  const groups = CustomerGroups.of(holdings, rule);
  return groups
    .controllers()
    .sort()
    .map((controller) => ({ controller, members: groups.group(controller).length }));
}

/** Who is under `controller`, by id, and a way to say why of those that are shown. */
export function groupIn({ holdings, graph }: ControlPicture, rule: ControlRule, controller: string) {
  const groups = CustomerGroups.of(holdings, rule);
  const members = groups.group(controller);
  const reasons = rule === 'control' ? controlReasons(graph, controller) : undefined;
  const explain = (member: string): MemberView =>
    reasons ? { member, because: reasons(member).map(viewStep) } : { member, ...exactShare(graph, controller, member) };
  return { members, explain, findings: groups.findings() };
}

function exactShare(graph: HoldingGraph, owner: string, owned: string): { share?: string } {
  const share = exactOwnersOf(graph, graph.numberOf(owned)!)?.get(graph.numberOf(owner)!);
  return share ? { share: printFraction(share) } : {};
}
