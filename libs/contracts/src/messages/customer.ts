export * from '../generated/tidemark/customer/v1/customer_pb.js';
