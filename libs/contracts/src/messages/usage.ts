export * from '../generated/tidemark/usage/v1/envelope_pb.js';
export * from '../generated/tidemark/usage/v1/usage_pb.js';
