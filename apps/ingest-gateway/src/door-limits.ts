const MiB = 1_048_576;

/** Every limit of the door, in one place: nothing that comes from outside is without one. */
export interface DoorLimits {
  /** One request body, after inflation. */
  readonly bodyBytes: number;
  /** How long a client may take to send its body. */
  readonly bodyTimeoutMs: number;
  /** Nesting of arrays and objects in JSON. */
  readonly jsonDepth: number;
  /** Reports in one HTTP request; events in one batch. */
  readonly reportsPerRequest: number;
  /** HTTP requests of one provider that are being read or wait for the log. */
  readonly requestsInFlightPerProvider: number;
  /** gRPC streams that one provider may hold open, and all together; each holds up to two messages in memory. */
  readonly streamsPerProvider: number;
  readonly streams: number;
  /** How long a stream believes its token before it asks again. */
  readonly streamTokenMs: number;
  /** HTTP requests of one provider: steady rate, and how many may come at once after a pause. */
  readonly requestsPerSecondPerProvider: number;
  readonly requestBurstPerProvider: number;
  /** Bodies of all requests together, reserved before the first byte is read. */
  readonly bodyBytesInFlight: number;
  /** Envelopes that wait for the log. */
  readonly waitingBytes: number;
  /** One append to one partition: below what a broker takes as one batch, unless a single report is larger. */
  readonly appendBytes: number;
  readonly appendMessages: number;
  /** How long a client waits for the log before it is told to come back. */
  readonly appendTimeoutMs: number;
  /** Reports of one gRPC stream that are not yet answered; reading pauses there. */
  readonly reportsInFlightPerStream: number;
}

export const DOOR_LIMITS: DoorLimits = {
  bodyBytes: 8 * MiB,
  bodyTimeoutMs: 30_000,
  jsonDepth: 32,
  reportsPerRequest: 1_000,
  requestsInFlightPerProvider: 128,
  streamsPerProvider: 16,
  streams: 256,
  streamTokenMs: 60_000,
  requestsPerSecondPerProvider: 5_000,
  requestBurstPerProvider: 10_000,
  bodyBytesInFlight: 256 * MiB,
  waitingBytes: 64 * MiB,
  appendBytes: 2 * MiB,
  appendMessages: 1_000,
  appendTimeoutMs: 20_000,
  reportsInFlightPerStream: 64,
};

/** Injection token of {@link DoorLimits}. */
export const DOOR_LIMITS_TOKEN = Symbol('DOOR_LIMITS');
