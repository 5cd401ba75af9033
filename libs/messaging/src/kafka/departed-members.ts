import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { LowLevelCluster } from './low-level-cluster.js';

/*
 * A process that was killed stays a member of its group until its session times out, and its partitions with it. Whoever
 * comes next on the same machine can see that it is gone, and says so for it: counting goes on at once, not 15 s later.
 */

const startedAtMs = Math.round(Date.now() - performance.now());

/** Process numbers mean something only within one machine and one container. */
function place(): string {
  try {
    return `${hostname()}/${readlinkSync('/proc/self/ns/pid').replace(/\D/g, '')}`;
  } catch {
    return `${hostname()}/0`;
  }
}

/** A client id that says which process this is. */
export function processClientId(name: string): string {
  return `${name}@${place()}/${process.pid}/${startedAtMs}`;
}

/** True when the client is a process of this place that does not run any more. False whenever that is not certain. */
export function isDeparted(clientId: string): boolean {
  const [, where, pid, started] = /@(.+)\/(\d+)\/(\d+)$/.exec(clientId) ?? [];
  if (where !== place()) return false;
  if (Number(pid) === process.pid) return Number(started) !== startedAtMs;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    // EPERM: it runs, as somebody else's.
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** Leaves the group in the name of those who cannot. `formerly` are member ids that this process had and lost. */
export async function dismissDeparted(cluster: LowLevelCluster, groupId: string, formerly: ReadonlySet<string>): Promise<string[]> {
  const coordinator = await cluster.findGroupCoordinator({ groupId });
  const { groups } = await coordinator.describeGroups({ groupIds: [groupId] });
  const members = groups.flatMap((group) => group.members ?? []);
  const departed = members
    .filter(({ memberId, clientId }) => formerly.has(memberId) || isDeparted(clientId))
    .map(({ memberId }) => memberId);
  for (const memberId of departed) await coordinator.leaveGroup({ groupId, memberId });
  return departed;
}
