import { newClusterId } from './cluster-id.js';

describe('the id of a new cluster', () => {
  it('is 16 bytes in URL-safe base64', () => {
    expect(newClusterId()).toMatch(/^[\w-]{22}$/);
  });

  it('never begins with a minus, which Kafka takes for an option', () => {
    const drawn = [Buffer.alloc(16, 0xf8), Buffer.alloc(16, 0xfb), Buffer.alloc(16, 0x0b)];
    expect(newClusterId(() => drawn.shift()!)).toBe('CwsLCwsLCwsLCwsLCwsLCw');
  });
});
