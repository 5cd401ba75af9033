export * from '../generated/tidemark/casework/v1/case_pb.js';
