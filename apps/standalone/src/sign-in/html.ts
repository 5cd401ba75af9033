import type { Response } from 'express';

/** Text that may stand in a page as it is. Only {@link html} makes it. */
export class Markup {
  constructor(readonly text: string) {}
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);

type Part = string | number | Markup | readonly Part[] | undefined;
const markupOf = (part: Part): string => {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.text;
  return typeof part === 'object' ? part.map(markupOf).join('') : escaped(String(part));
};

/** Everything that is put in is escaped, except what was made by this tag itself. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(strings.map((text, i) => (i < parts.length ? text + markupOf(parts[i]) : text)).join(''));
}

export interface Page {
  title: string;
  body: Markup;
  status?: number;
  /** Served from our own address, for what the browser must do itself. */
  script?: 'passkey.js';
  /** Where a form may lead beside our own address: the program that is signed in to. */
  leadsTo?: string | undefined;
}

export function renderPage({ title, body, script }: Page, base: string): string {
  const text = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Tidemark</title>
<link rel="stylesheet" href="${base}/assets/sign-in.css">
${script === undefined ? undefined : html`<script src="${base}/assets/${script}" defer></script>`}
</head>
<body>
<main>
<p class="mark" aria-hidden="true"><span></span>Tidemark</p>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;
  return text.text;
}

/** What a page may do: nothing but show itself, send its form here, and run our own script. */
export function pageHeaders({ leadsTo }: Pick<Page, 'leadsTo'>): Record<string, string> {
  const forms = ["'self'", ...(leadsTo === undefined ? [] : [leadsTo])].join(' ');
  return {
    'Content-Security-Policy': `default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action ${forms}; base-uri 'none'; frame-ancestors 'none'`,
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  };
}

export function sendPage(response: Response, page: Page, base: string): void {
  response
    .status(page.status ?? 200)
    .set(pageHeaders(page))
    .type('html')
    .send(renderPage(page, base));
}
