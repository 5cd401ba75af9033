export * from '../generated/tidemark/facility/v1/facility_pb.js';
