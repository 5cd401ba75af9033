/**
 * What must be known of a topic before something is appended to it. Once known, nothing waits; while it is asked for,
 * everybody waits in line: a call must not overtake an earlier one because the answer came in between.
 */
export class TopicGate<Known> {
  private known = new Map<string, Known>();
  private readonly asking = new Map<string, Promise<Known>>();

  constructor(private readonly ask: (topic: string) => Promise<Known>) {}

  pass<Result>(topic: string, work: (known: Known) => Promise<Result>): Promise<Result> {
    const known = this.known.get(topic);
    if (known !== undefined) return work(known);
    return this.learn(topic).then(work);
  }

  forget(topic: string): void {
    this.known.delete(topic);
  }

  private learn(topic: string): Promise<Known> {
    const asked = this.asking.get(topic);
    if (asked) return asked;
    const answer = this.ask(topic);
    this.asking.set(topic, answer);
    const done = () => this.asking.delete(topic);
    // The first to hear of the answer: whoever calls later finds it known, and those in line come right behind this.
    answer.then((known) => {
      this.known.set(topic, known);
      done();
    }, done);
    return answer;
  }
}
