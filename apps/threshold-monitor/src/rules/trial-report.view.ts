import { isoOf } from '../ask/window.js';
import type { TrialFlagView, TrialReportView } from './rules.dto.js';
import type { TrialFlag } from './trial-flags.port.js';
import type { TrialDifferences } from './trial-report.js';

export const trialReportView = ({ added, removed, moved, unchanged }: TrialDifferences): Omit<TrialReportView, 'rule' | 'live'> => ({
  added: added.map(flagView),
  removed: removed.map(flagView),
  moved: moved.map(({ flag, liveMomentMs }) => ({ ...flagView(flag), liveMoment: isoOf(liveMomentMs) })),
  unchanged,
});

const flagView = ({ scope, kind, tier, n, momentMs }: TrialFlag): TrialFlagView => ({
  scopeKind: scope.kind,
  scopeId: scope.id,
  ...(scope.provider === undefined ? {} : { provider: scope.provider }),
  kind,
  ...(tier === undefined ? {} : { tier }),
  n,
  moment: isoOf(momentMs),
});
