import { type CustomerProfile, checkProfile, type ProfileProblem, readProfile, type StatedDefaults } from '@tidemark/domain';
import { type Refused, refuse } from '@tidemark/edge';
import type { CustomerRoomRefusal } from './customers.refusals.js';
import { PROFILE_ORACLES } from './profile-oracles.js';

/**
 * A profile from untrusted JSON, read and checked: with one problem its own code, with several PROFILE_INVALID; all are listed by field under
 * `problems`. Nothing that was given is repeated: the answer may be logged.
 */
export function admitProfile(json: unknown, defaults: StatedDefaults): { profile: CustomerProfile } | Refused<CustomerRoomRefusal> {
  const read = readProfile(json, defaults);
  if ('problems' in read) return refuseProfile(read.problems);
  const problems = checkProfile(read.profile, PROFILE_ORACLES, defaults.nowMs);
  return problems.length > 0 ? refuseProfile(problems) : { profile: read.profile };
}

const SHOWN_PROBLEMS_MAX = 100;

function refuseProfile(problems: readonly ProfileProblem[]): Refused<CustomerRoomRefusal> {
  const first = problems[0]!;
  const code = problems.every((problem) => problem.code === first.code) ? first.code : 'PROFILE_INVALID';
  const members = { problems: problems.slice(0, SHOWN_PROBLEMS_MAX) };
  return refuse(code, code === 'PROFILE_INVALID' ? `${problems.length} fields are at fault.` : first.detail, {
    field: first.field,
    members,
  });
}
