/** The whole path from a report to a flag, each app a process of its own, the monitor twice. */

import type { AppProcess } from '../harness/app-process.js';
import { type Installation, type LogKind, startInstallation } from '../harness/installation.js';
import type { StormClient as Client } from '../identity/registry-storm.js';
import { type Speaker, StormClient, speakerToken } from '../identity/registry-storm.js';

export interface FlagInstallation extends Installation {
  registry: AppProcess;
  monitors: [AppProcess, AppProcess];
  /** A client that repeats every change until it is answered. */
  speaker(app: AppProcess, who: Speaker): Promise<Client>;
}

export async function startFlagInstallation(kind: LogKind, compiled: string): Promise<FlagInstallation> {
  const installation = await startInstallation(kind, compiled, [
    ['customer-registry', ''],
    ['threshold-monitor', '-a'],
    ['threshold-monitor', '-b'],
  ]);
  const [registry, ...monitors] = installation.others as [AppProcess, AppProcess, AppProcess];
  const speaker = async (app: AppProcess, who: Speaker) =>
    new StormClient(app.settings.url, await speakerToken(installation.issuer, who), who.sub);
  return { ...installation, registry, monitors, speaker };
}
