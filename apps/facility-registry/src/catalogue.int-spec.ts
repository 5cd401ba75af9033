import { type RegistryUnderTest, startRegistry } from '../test/registry.fixture.js';

describe('the catalogue under the operator', () => {
  let registry: RegistryUnderTest;
  beforeAll(async () => {
    registry = await startRegistry();
  }, 60_000);
  afterAll(() => registry.stop());

  const put = (path: string, body: unknown) => registry.call('operator', 'PUT', path, body);
  const cluster = { site: 's', accelerator: 'Quantum One', accelerators: 1000, inServiceFrom: '2026-01-01' };

  it('is the one that comes with the program, as version 1', async () => {
    const { body, headers } = await registry.call('north', 'GET', '/v1/accelerators');
    expect(headers.get('tidemark-catalogue-version')).toBe('1');
    expect(body.length).toBeGreaterThan(1);
    for (const entry of body) {
      expect(entry).toMatchObject({
        model: expect.any(String),
        vendor: expect.any(String),
        aliases: expect.any(Array),
        sources: expect.any(Object),
      });
      expect(Object.values(entry.peaksGflops).every(Number.isInteger)).toBe(true);
    }
  });

  it('makes a new model usable at once, and says so on the topic with its version', async () => {
    expect((await registry.call('north', 'PUT', '/v1/clusters/q', cluster)).body.code).toBe('UNKNOWN_ACCELERATOR');
    const made = await put('/v1/accelerators/Quantum%20One', {
      vendor: 'Q',
      aliases: ['Q1'],
      peaksGflops: { BF16: '5000', FP8: 10_000 },
      sources: ['white paper'],
    });
    expect([made.status, made.body.catalogueVersion, made.body.peaksGflops]).toEqual([201, 2, { BF16: 5000, FP8: 10_000 }]);
    const registered = await registry.call('north', 'PUT', '/v1/clusters/q', cluster);
    expect([registered.status, registered.body.peakOpsPerSecond]).toEqual([201, '5000000000000000']);
    const [event] = await registry.events();
    expect(event).toMatchObject({
      id: 'catalogue/2',
      recordedBy: 'operator-client',
      fact: {
        case: 'accelerator',
        value: {
          model: 'Quantum One',
          vendor: 'Q',
          aliases: ['Q1'],
          catalogueVersion: 2,
          sources: ['BF16: white paper', 'FP8: white paper'],
        },
      },
    });
    expect(event!.fact.case === 'accelerator' && event!.fact.value.peaksGflops).toMatchObject({ bf16: 5000n, fp8: 10000n });
    expect(event!.fact.case === 'accelerator' && event!.fact.value.peaksGflops?.int8).toBeUndefined();
  });

  it('takes the same again without a new version', async () => {
    const again = await put('/v1/accelerators/quantum-one', { vendor: 'Q', peaksGflops: { BF16: 5000, FP8: 10_000 } });
    expect([again.status, again.body.catalogueVersion]).toEqual([200, 2]);
  });

  it('adds an alias, by which clusters can be registered and the model found', async () => {
    const made = await put('/v1/accelerator-aliases/the%20new%20one', { model: 'q1' });
    expect([made.status, made.body]).toEqual([201, { alias: 'the new one', model: 'Quantum One', catalogueVersion: 3 }]);
    expect((await put('/v1/accelerator-aliases/THE-NEW-ONE', { model: 'q1' })).status).toBe(200);
    const registered = await registry.call('north', 'PUT', '/v1/clusters/q2', { ...cluster, accelerator: 'The New One' });
    expect(registered.body.accelerator).toBe('Quantum One');
    expect((await registry.call('north', 'GET', '/v1/accelerators/the_new_one')).body.model).toBe('Quantum One');
    const events = await registry.events();
    expect(events.at(-2)).not.toBeUndefined();
    expect(events.filter(({ fact }) => fact.case === 'alias')).toMatchObject([
      { id: 'catalogue/3', fact: { value: { alias: 'the new one', model: 'Quantum One', catalogueVersion: 3 } } },
    ]);
  });

  it('shows corrected peaks at every cluster of the model', async () => {
    const corrected = await put('/v1/accelerators/Quantum%20One', { peaksGflops: { BF16: 6000 } });
    expect([corrected.status, corrected.body.catalogueVersion, corrected.body.aliases]).toEqual([200, 4, ['Q1', 'the new one']]);
    expect((await registry.call('north', 'GET', '/v1/clusters/q')).body.peakOpsPerSecond).toBe('6000000000000000');
  });

  it('refuses bad input by its own code', async () => {
    const refusals: [string, unknown, number, string][] = [
      ['/v1/accelerators/A100', { peaksGflops: { BF16: 1 } }, 409, 'ALIAS_TAKEN'],
      ['/v1/accelerator-aliases/A100', { model: 'Quantum One' }, 409, 'ALIAS_TAKEN'],
      ['/v1/accelerator-aliases/new', { model: 'never heard of' }, 422, 'UNKNOWN_MODEL'],
      ['/v1/accelerators/Q2', { peaksGflops: {} }, 422, 'PEAKS_MISSING'],
      ['/v1/accelerators/Q2', { peaksGflops: { BF16: 0 } }, 422, 'PEAK_OUT_OF_RANGE'],
      ['/v1/accelerators/Q2', { peaksGflops: { BF16: 1 }, sources: {} }, 422, 'SOURCES_MISSING'],
      ['/v1/accelerators/Q2', { peaksGflops: { BF17: 1 } }, 400, 'INVALID_INPUT'],
      ['/v1/accelerators/Q2', { peaksGflops: { BF16: 'fast' } }, 400, 'INVALID_INPUT'],
      ['/v1/accelerators/Q2', { peaksGflops: 5 }, 400, 'INVALID_INPUT'],
      ['/v1/accelerators/Q2', {}, 400, 'INVALID_INPUT'],
      ['/v1/accelerators/%2D', { peaksGflops: { BF16: 1 } }, 422, 'NAME_MALFORMED'],
      ['/v1/accelerator-aliases/new', {}, 400, 'INVALID_INPUT'],
    ];
    for (const [path, body, status, code] of refusals) {
      const answer = await put(path, body);
      expect([path, answer.status, answer.body.code]).toEqual([path, status, code]);
    }
    expect((await registry.call('north', 'GET', '/v1/accelerators/Q2')).body).toMatchObject({ status: 404, code: 'ACCELERATOR_NOT_FOUND' });
  });

  it('gives each of many facts at once a version of its own', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => put(`/v1/accelerator-aliases/many${n}`, { model: 'Q1' })));
    const versions = answers.map(({ body }) => body.catalogueVersion).sort((a, b) => a - b);
    expect(versions).toEqual(Array.from({ length: 10 }, (_, n) => n + 5));
    const ids = (await registry.events()).map(({ id }) => id).filter((id) => id.startsWith('catalogue/'));
    expect(ids).toEqual(Array.from({ length: 13 }, (_, n) => `catalogue/${n + 2}`));
  });
});
