import pino from 'pino';
import { REDACTED } from './logging.module.js';

describe('a statement that failed, in the log', () => {
  it('is told without the row, the parameters and the statement', () => {
    let line = '';
    const into = { write: (text: string) => void (line += text) };
    const driverError = Object.assign(new Error('violates check constraint'), {
      detail: 'Failing row contains (Quillback).',
      where: 'at Quillback',
      query: "insert 'Quillback'",
      parameters: ['Quillback'],
    });
    const err = Object.assign(new Error('violates check constraint'), { ...driverError, driverError });
    pino({ redact: { paths: REDACTED, censor: '[redacted]' } }, into).error({ err });
    expect(line).toContain('violates check constraint');
    expect(line).not.toContain('Quillback');
  });
});
