import { html, pageHeaders, renderPage } from './html.js';
import { relyingPartyOf } from './relying-party.js';

describe('pages', () => {
  it('escape whatever is put into them', () => {
    const evil = `"><script>alert('1')</script>&`;
    const page = renderPage({ title: evil, body: html`<p title="${evil}">${[evil, html`<b>${evil}</b>`]}</p>` }, '/oidc');
    expect(page).not.toContain('<script>alert');
    expect(page).toContain('&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;');
    expect(page).toContain('<b>&quot;');
  });

  it('let a form lead only here and to the program that is signed in to', () => {
    const policy = pageHeaders({ leadsTo: 'http://127.0.0.1:7777' })['Content-Security-Policy'];
    expect(policy).toContain("form-action 'self' http://127.0.0.1:7777;");
    expect(pageHeaders({ leadsTo: undefined })['Content-Security-Policy']).toContain("form-action 'self';");
  });
});

describe('who a passkey is for', () => {
  const origins = ['https://kyc.example', 'http://127.0.0.1:8080', 'http://localhost:8080', 'http://[::1]:8080'];
  it.each([
    ['kyc.example', { id: 'kyc.example', origin: 'https://kyc.example' }],
    ['localhost:8080', { id: 'localhost', origin: 'http://localhost:8080' }],
    ['127.0.0.1:8080', undefined],
    ['[::1]:8080', undefined],
    ['evil.example', undefined],
    ['localhost:9999', undefined],
    [undefined, undefined],
  ])('at %s', (host, expected) => {
    expect(relyingPartyOf(host, origins)).toEqual(expected);
  });
});
