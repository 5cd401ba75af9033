import type { Room } from '../room.js';
import { MonitorGrpcController } from './monitor.grpc-controller.js';

export const GRPC_ROOM: Room = { controllers: [MonitorGrpcController] };
