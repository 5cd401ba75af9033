/** What a person sees of long work: a bar that moves on a terminal, a line now and then where output goes to a file. */
export class Progress {
  private title = '';
  private unit = '';
  private total = 0;
  private done = 0;
  private shownAtMs = 0;
  private beganMs = 0;

  constructor(
    private readonly out: { write(text: string): unknown; isTTY?: boolean },
    private readonly now: () => number = Date.now,
  ) {}

  begin(title: string, total: number, unit: string): void {
    Object.assign(this, { title, total, unit, done: 0, beganMs: this.now(), shownAtMs: 0 });
    this.show();
  }

  advance(by: number): void {
    this.done += by;
    if (this.now() - this.shownAtMs >= (this.out.isTTY ? 80 : 2000)) this.show();
  }

  end(): void {
    const seconds = ((this.now() - this.beganMs) / 1000).toFixed(1);
    this.out.write(`${this.out.isTTY ? '\r\x1b[K' : ''}${this.title}: ${thousands(this.total)} ${this.unit} in ${seconds} s\n`);
  }

  private show(): void {
    this.shownAtMs = this.now();
    const share = this.total === 0 ? 1 : this.done / this.total;
    const figures = `${thousands(this.done)} of ${thousands(this.total)} ${this.unit}`;
    if (!this.out.isTTY) {
      this.out.write(`${this.title}: ${figures}\n`);
      return;
    }
    const filled = Math.round(share * BAR_WIDTH);
    this.out.write(`\r\x1b[K${this.title} ${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${figures}`);
  }
}

const BAR_WIDTH = 30;

const thousands = (n: number): string => n.toLocaleString('en-US');
