import { EventLogError } from '../event-log.errors.js';
import { isElecting, isMendable, toEventLogError } from './kafka-errors.js';

const failure = (fields: object) => Object.assign(new Error('told'), fields);

describe('what a failure of Kafka means', () => {
  it.each([
    ['a lost connection', failure({ name: 'KafkaJSConnectionClosedError', retriable: true }), true, 'LOG_UNAVAILABLE'],
    [
      'tries that ran out on a lost connection',
      failure({ name: 'KafkaJSNumberOfRetriesExceeded', retriable: false, cause: failure({ retriable: true }) }),
      true,
      'LOG_UNAVAILABLE',
    ],
    ["a slip of kafkajs' own", new TypeError('x of undefined'), true, 'LOG_UNAVAILABLE'],
    ['a topic that is not there', failure({ type: 'UNKNOWN_TOPIC_OR_PARTITION', retriable: true }), true, 'UNKNOWN_TOPIC'],
    [
      'a version that the broker does not speak',
      failure({ name: 'KafkaJSServerDoesNotSupportApiKey', retriable: false }),
      false,
      'LOG_UNAVAILABLE',
    ],
    ['a wrong password', failure({ name: 'KafkaJSSASLAuthenticationError', retriable: false }), false, 'LOG_FORBIDDEN'],
    ['a missing right', failure({ type: 'GROUP_AUTHORIZATION_FAILED', retriable: false }), false, 'LOG_FORBIDDEN'],
    [
      'a missing right inside a wrapper that says nothing',
      failure({ name: 'KafkaJSNonRetriableError', cause: failure({ type: 'TOPIC_AUTHORIZATION_FAILED' }) }),
      false,
      'LOG_FORBIDDEN',
    ],
    [
      'a missing right among several errors',
      failure({ name: 'KafkaJSAggregateError', errors: [failure({ type: 'TOPIC_AUTHORIZATION_FAILED' })] }),
      false,
      'LOG_FORBIDDEN',
    ],
    ['a message beyond the topic’s limit', failure({ type: 'MESSAGE_TOO_LARGE', retriable: false }), false, 'MESSAGE_TOO_LARGE'],
  ])('%s', (_, error, mendable, code) => {
    expect(isMendable(error)).toBe(mendable);
    expect(toEventLogError(error, 'test')).toMatchObject({ code, cause: error });
  });

  it('tells a partition that waits for its leader from what does not pass by itself', () => {
    const wrapped = failure({ name: 'KafkaJSNonRetriableError', cause: failure({ type: 'NOT_LEADER_FOR_PARTITION' }) });
    expect([wrapped, failure({ type: 'LEADER_NOT_AVAILABLE' })].map(isElecting)).toEqual([true, true]);
    expect([failure({ type: 'UNKNOWN_TOPIC_OR_PARTITION' }), new TypeError('x')].map(isElecting)).toEqual([false, false]);
  });

  it('leaves an error of ours as it is', () => {
    const own = new EventLogError('LOG_CLOSED', 'closed');
    expect(toEventLogError(own, 'test')).toBe(own);
  });
});
