/** How a provider reaches its own topics on the broker. */
export interface IntakeAccess {
  username: string;
  password: string;
  bootstrap: string;
  intakeTopic: string;
  verdictsTopic: string;
}

/** Makes what a provider needs on the event log: a topic to write reports to, a topic to read verdicts from. */
export abstract class IntakeProvisioning {
  /** Can be repeated; a repetition makes a new password, and the one before is worth nothing. Undefined where providers cannot reach the log. */
  abstract provision(provider: string): Promise<IntakeAccess | undefined>;
}
