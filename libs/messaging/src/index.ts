export * from './dead-letters.js';
export * from './event-log.errors.js';
export * from './event-log.js';
export * from './kafka/kafka-client.js';
export * from './kafka/kafka-event-log.js';
export * from './partitioner.js';
