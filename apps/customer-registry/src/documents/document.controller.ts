import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, Permit } from '@tidemark/access';
import { orProblem, Purpose, problemOf, RequestedBy, tagVersion, type WriteCall } from '@tidemark/edge';
import type { Request, Response } from 'express';
import { PurposeQuery } from '../customers/customer.dto.js';
import type { ChangeView } from '../customers/customer.view.js';
import { CustomerReader } from '../customers/customer-reader.js';
import { CustomerSteps } from '../customers/customer-steps.js';
import { CUSTOMER_REFUSALS } from '../customers/customers.refusals.js';
import { DecideDocument, SendDocumentQuery } from './document.dto.js';
import { type DocumentView, documentView } from './document.view.js';
import { DocumentContents } from './document-contents.port.js';
import { DOCUMENT_REFUSALS } from './documents.refusals.js';
import { readDocumentBody } from './read-document-body.js';
import { SendDocument, type SentDocument } from './send-document.js';

const REFUSALS = { ...CUSTOMER_REFUSALS, ...DOCUMENT_REFUSALS };

@ApiTags('documents')
@ApiBearerAuth()
@Controller('v1/customers/:id/documents')
export class DocumentController {
  constructor(
    private readonly sending: SendDocument,
    private readonly steps: CustomerSteps,
    private readonly reader: CustomerReader,
    private readonly contents: DocumentContents,
  ) {}

  @Post()
  @Permit('document', 'submit')
  @ApiOperation({
    summary: 'Send a document: the file as the body, or as the part "file". It is scanned, recognised by its content, and kept sealed',
  })
  @ApiConsumes('application/pdf', 'image/png', 'image/jpeg', 'image/tiff', 'multipart/form-data')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiCreatedResponse({ description: '{id, version, sha256, mediaType, bytes, scan}' })
  async send(
    @Param('id') id: string,
    @Query() { kind, expires, replaces }: SendDocumentQuery,
    @CurrentCaller() caller: Caller,
    @RequestedBy() call: WriteCall,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SentDocument> {
    await this.reader.row(caller, id);
    const content = await readDocumentBody(request);
    const sent = orProblem(await this.sending.send(call, { customer: id, kind, expiresMs: expires, replaces, content }), REFUSALS);
    response.setHeader('Location', `/v1/customers/${id}/documents/${sent.id}`);
    tagVersion(response, sent.version);
    return sent;
  }

  @Get()
  @Permit('document', 'read')
  @ApiOperation({ summary: 'Documents with their decisions, in the order they were sent; not their content' })
  @ApiOkResponse({
    description: '{items: [{id, kind, sha256, mediaType?, bytes?, sentAt, sentBy, expires?, replaces?, scan, status, decisions}]}',
  })
  async list(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<{ items: DocumentView[] }> {
    const { customer } = await this.reader.loaded(caller, id);
    const described = await this.reader.read(caller, id, (tx) => this.contents.described(tx, id));
    return { items: Object.values(customer.documents).map((document) => documentView(document, described.get(document.id))) };
  }

  @Get(':document')
  @Permit('document', 'read')
  async one(@Param('id') id: string, @Param('document') document: string, @CurrentCaller() caller: Caller): Promise<DocumentView> {
    const { items } = await this.list(id, caller);
    const found = items.find((item) => item.id === document);
    if (found === undefined) throw unknown();
    return found;
  }

  @Get(':document/content')
  @Permit('document', 'read-content')
  @ApiOperation({ summary: 'The file; for a stated purpose, and logged' })
  async content(
    @Param('id') id: string,
    @Param('document') document: string,
    @Query() _: PurposeQuery,
    @Purpose() purpose: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const { kind, scan } = await this.one(id, document, caller);
    if (scan !== 'CLEAN') throw problemOf({ code: 'DOCUMENT_UNSCANNED', detail: 'Only what was scanned is shown.' }, REFUSALS);
    await this.reader.logged(caller, { id, what: `document/${document}`, purpose });
    const stored = await this.reader.read(caller, id, (tx) => this.contents.find(tx, id, document));
    if (stored === undefined) throw problemOf({ code: 'DOCUMENT_CONTENT_GONE', detail: 'The file is not kept any more.' }, REFUSALS);
    response.setHeader('Cache-Control', 'no-store');
    // Shown by a browser it could still be a page of ours: it is a file to be saved, and runs nothing.
    response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
    const name = `${kind.toLowerCase()}-${document.slice(0, 8)}.${stored.mediaType.split('/')[1]}`;
    return new StreamableFile(stored.content, { type: stored.mediaType, disposition: `attachment; filename="${name}"` });
  }

  @Post(':document/decision')
  @Permit('document', 'decide')
  @HttpCode(200)
  @ApiOperation({ summary: 'Accept, reject or ask for it again; a second person confirms an acceptance, as enhanced verification asks' })
  decide(
    @Param('id') id: string,
    @Param('document') document: string,
    @Body() { outcome, reason }: DecideDocument,
    @RequestedBy() call: WriteCall,
  ): Promise<ChangeView> {
    return this.steps.take(call, { id }, (step) => ({ type: 'decide-document', id: document, outcome, reason: reason.trim(), ...step }));
  }
}

const unknown = () => problemOf({ code: 'DOCUMENT_UNKNOWN', detail: 'The customer has no such document.' }, REFUSALS);
