import type { Room } from '../room.js';
import { LiftRequestsController } from './lift-requests.controller.js';
import { OrderWarningsController } from './order-warnings.controller.js';
import { OrdersController } from './orders.controller.js';

export const ORDERS_ROOM: Room = { controllers: [OrderWarningsController, OrdersController, LiftRequestsController] };
