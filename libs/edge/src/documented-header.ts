import { ApiHeader, type ApiHeaderOptions } from '@nestjs/swagger';

/** Enhancer of a parameter decorator: the header that it reads stands in the OpenAPI document of every route that uses it. */
export const documentedHeader =
  (header: ApiHeaderOptions): ParameterDecorator =>
  (controller, handler) =>
    ApiHeader(header)(controller, handler!, Object.getOwnPropertyDescriptor(controller, handler!)!);
