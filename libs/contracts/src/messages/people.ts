export * from '../generated/tidemark/people/v1/person_pb.js';
