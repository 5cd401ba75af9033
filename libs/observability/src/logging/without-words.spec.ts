import { withoutWords } from './logging.module.js';

describe('addresses in the log', () => {
  it('hold no words of people about people, and all the rest', () =>
    expect(withoutWords('/v1/customers?limit=5&reference=Kari%20O&purpose=a%20check&level=BASIC')).toBe(
      '/v1/customers?limit=5&reference=[redacted]&purpose=[redacted]&level=BASIC',
    ));

  it('are as they came without such words', () =>
    expect(withoutWords('/v1/totals?scope=cluster&id=a')).toBe('/v1/totals?scope=cluster&id=a'));
});
