export * from '../generated/tidemark/monitor/v1/flag_pb.js';
export * from '../generated/tidemark/monitor/v1/monitor_pb.js';
export * from '../generated/tidemark/monitor/v1/use_signal_pb.js';
