import type { Room } from '../room.js';
import { ComplianceController } from './compliance.controller.js';
import { LiftRequestsController } from './lift-requests.controller.js';
import { MonitorOrderedUse } from './monitor-ordered-use.js';
import { OrderWarningsController } from './order-warnings.controller.js';
import { OrdersController } from './orders.controller.js';
import { OrderedUse } from './use-under-order.port.js';

export const ORDERS_ROOM: Room = {
  controllers: [OrderWarningsController, OrdersController, LiftRequestsController, ComplianceController],
  providers: [{ provide: OrderedUse, useClass: MonitorOrderedUse }],
};
