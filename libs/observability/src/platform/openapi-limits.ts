import type { INestApplication } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { getMetadataStorage } from 'class-validator';

interface Limited {
  type?: string;
  items?: Limited;
  properties?: Record<string, Limited>;
  [limit: string]: unknown;
}
type ValidationMetadata = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];
type Class = new () => object;

/** What a check of a body says in the words of JSON Schema. What is checked by anything else is said in the description of its field. */
const LIMITS: Readonly<Record<string, (constraints: readonly unknown[]) => Record<string, unknown>>> = {
  maxLength: ([max]) => ({ maxLength: max }),
  minLength: ([min]) => ({ minLength: min }),
  isLength: ([min, max]) => ({ minLength: min, ...(max === undefined ? {} : { maxLength: max }) }),
  max: ([max]) => ({ maximum: max }),
  min: ([min]) => ({ minimum: min }),
  isInt: () => ({ type: 'integer' }),
  isUuid: () => ({ format: 'uuid' }),
  matches: ([pattern]) => (pattern instanceof RegExp && pattern.flags === '' ? { pattern: pattern.source } : {}),
  arrayMaxSize: ([max]) => ({ maxItems: max }),
  arrayMinSize: ([min]) => ({ minItems: min }),
  arrayUnique: () => ({ uniqueItems: true }),
};
const OF_LISTS = new Set(['arrayMaxSize', 'arrayMinSize', 'arrayUnique']);

/**
 * The document with the limits by which bodies are checked, so that what is documented is what is refused. A limit that a decorator of the document
 * names stays as it is.
 */
export function withLimits(document: OpenAPIObject, app: INestApplication): OpenAPIObject {
  const schemas = (document.components?.schemas ?? {}) as Record<string, Limited>;
  for (const validated of new Set([...classesValidated(), ...classesTaken(app)])) {
    const { properties } = schemas[validated.name] ?? {};
    if (properties === undefined) continue;
    for (const check of getMetadataStorage().getTargetValidationMetadatas(validated, '', true, false))
      limit(properties[check.propertyName], check);
  }
  return document;
}

function limit(schema: Limited | undefined, { name = '', constraints = [], each }: ValidationMetadata): void {
  const said = LIMITS[name]?.(constraints);
  // A moment is a number once it is read, and text in the body.
  if (schema === undefined || said === undefined || (name === 'isInt' && schema.type === 'string')) return;
  const limited = each && !OF_LISTS.has(name) ? schema.items : schema;
  if (limited !== undefined) Object.assign(limited, { ...said, ...(name === 'isInt' ? {} : limited) });
}

/** class-validator keeps them in a map that it does not show. */
function classesValidated(): Class[] {
  const { validationMetadatas } = getMetadataStorage() as unknown as { validationMetadatas?: Map<unknown, unknown> };
  return [...(validationMetadatas?.keys() ?? [])].filter((one): one is Class => typeof one === 'function');
}

/** What handlers take: a body that adds nothing to the one that it extends has no checks of its own. */
function classesTaken(app: INestApplication): Class[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((one) => [...one.controllers.values()]);
  return controllers.flatMap(({ metatype }) => {
    const prototype = (metatype as Class | undefined)?.prototype as object | undefined;
    const handlers = prototype === undefined ? [] : Object.getOwnPropertyNames(prototype);
    return handlers.flatMap((name) => (Reflect.getMetadata('design:paramtypes', prototype!, name) as Class[] | undefined) ?? []);
  });
}
