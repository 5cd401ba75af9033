/** Where the news of committed flags comes from: the app's own schema, as its own role. */
export const MONITOR_DATABASE_URL = Symbol('MONITOR_DATABASE_URL');

/** Tells that something was committed: soon, and now and then without reason. A listener looks for itself what it was. */
export abstract class FlagNews {
  /** Answers the function that takes the listener away. */
  abstract onNews(listener: () => void): () => void;
}
