import { PostgresShareIndex } from '../postgres/declaration-shares.postgres.js';
import type { Room } from '../room.js';
import { ClusterSites } from './cluster-sites.port.js';
import { DeclarationComparisonController } from './declaration-comparison.controller.js';
import { DeclarationRequestsController } from './declaration-requests.controller.js';
import { DeclarationSharesController } from './declaration-shares.controller.js';
import { DeclarationsController } from './declarations.controller.js';
import { FacilityClusterSites } from './facility-cluster-sites.js';
import { MonitorObservedUse } from './monitor-observed-use.js';
import { ObservedUse } from './observed-use.port.js';
import { ServedDeclarationsController } from './served-declarations.controller.js';
import { ShareIndex } from './share-index.port.js';
import { SharedDeclarationsController } from './shared-declarations.controller.js';
import { SharesProjector } from './shares.projector.js';

export const DECLARATIONS_ROOM: Room = {
  controllers: [
    DeclarationRequestsController,
    DeclarationsController,
    DeclarationComparisonController,
    DeclarationSharesController,
    SharedDeclarationsController,
    ServedDeclarationsController,
  ],
  providers: [
    { provide: ShareIndex, useClass: PostgresShareIndex },
    { provide: ObservedUse, useClass: MonitorObservedUse },
    { provide: ClusterSites, useClass: FacilityClusterSites },
    SharesProjector,
  ],
  projectors: [SharesProjector],
};
