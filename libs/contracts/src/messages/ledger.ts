export * from '../generated/tidemark/ledger/v1/ledger_pb.js';
