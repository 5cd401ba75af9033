import { isPublicAddress } from './public-address.js';
import { webhookUrlProblem } from './webhook-url.js';

const problem = (url: string, allowPrivate = false) => webhookUrlProblem(url, { allowPrivate });

describe('where webhooks may go', () => {
  it.each(['8.8.8.8', '93.184.216.34', '2606:2800:220:1:248:1893:25c8:1946'])('%s is public', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    'fe80::1',
    'fd00::1',
    'ff02::1',
    '2002:7f00:1::',
    '2001:db8::1',
    'not an address',
  ])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false));

  it.each(['https://hooks.example.com/tidemark', 'https://hooks.example.com:8443/a?b=c', 'https://8.8.8.8/x'])('%s is taken', (url) =>
    expect(problem(url)).toBeUndefined(),
  );

  it.each([
    'http://hooks.example.com/',
    'ftp://hooks.example.com/',
    'hooks.example.com',
    'https://user:secret@hooks.example.com/',
    'https://hooks.example.com/#part',
    'https://localhost/',
    'https://registry/',
    'https://metadata.google.internal/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    `https://hooks.example.com/${'x'.repeat(2000)}`,
  ])('%s is not', (url) => expect(problem(url)).toEqual(expect.any(String)));

  it('may be at home where that was allowed', () => {
    expect(problem('http://127.0.0.1:9999/hook', true)).toBeUndefined();
    expect(problem('file:///etc/passwd', true)).toEqual(expect.any(String));
  });
});
