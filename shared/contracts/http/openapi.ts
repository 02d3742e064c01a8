import { z } from 'zod';
import type { Access, Operation } from './operation';
import { problem, PROBLEM_TYPE } from './problem';
import { streamSchemas } from './live';
import { OPERATIONS } from './routes';

/** The OpenAPI 3.1 document of the HTTP API, made of the very schemas that requests are read with. */
export function openApiDocument(): object {
  const schemas: Record<string, unknown> = {};
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [id, declared] of Object.entries(OPERATIONS)) {
    const path = (paths[`/api${declared.path}`] ??= {});
    path[declared.method.toLowerCase()] = operationOf(id, declared, schemas);
  }
  for (const schema of streamSchemas) schemaOf(schema, 'output', schemas);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Switchboard',
      version: '0.1.0',
      description: 'The HTTP API of Switchboard. Instants are milliseconds since the epoch.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    paths,
    components: { schemas: { Problem: schemaOf(problem, 'output', schemas, true), ...schemas }, securitySchemes },
  };
}

const securitySchemes = {
  entra: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A Microsoft Entra v2.0 access token for this API.',
  },
  hostKey: {
    type: 'apiKey',
    in: 'header',
    name: 'x-functions-key',
    description: 'The master key of the function host.',
  },
  customer: { type: 'http', scheme: 'bearer', description: 'The token that the start of the chat answered.' },
  service: { type: 'http', scheme: 'bearer', description: 'A token that the calling Microsoft service signs.' },
};

function securityOf(access: Access): readonly object[] {
  switch (access) {
    case 'person':
    case 'agent':
    case 'supervisor':
    case 'analyst':
    case 'admin':
    case 'overseer':
    case 'listener':
      return [{ entra: [] }];
    case 'hostKey':
      return [{ hostKey: [] }];
    case 'webhook':
      return [{ service: [] }];
    case 'customer':
      return [{ customer: [] }];
    case 'public':
      return [];
  }
}

function operationOf(id: string, declared: Operation, schemas: Record<string, unknown>): object {
  const { summary, access, body, answer } = declared;
  const parameters = [
    ...parametersOf(declared.params, 'path', schemas),
    ...parametersOf(declared.query, 'query', schemas),
  ];
  return {
    operationId: id,
    summary,
    security: securityOf(access),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body === null
      ? {}
      : { requestBody: { required: true, content: jsonContent(schemaOf(body, 'input', schemas)) } }),
    responses: {
      ...(answer === null
        ? { 204: { description: 'Done.' } }
        : { 200: { description: 'Done.', content: jsonContent(schemaOf(answer, 'output', schemas)) } }),
      default: {
        description: 'It could not be done.',
        content: { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

const jsonContent = (schema: unknown): object => ({ 'application/json': { schema } });

function parametersOf(object: z.ZodObject, place: 'path' | 'query', schemas: Record<string, unknown>): object[] {
  return Object.entries(object.shape).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path',
    schema: schemaOf(schema as z.ZodType, 'input', schemas),
  }));
}

type JsonSchema = Record<string, unknown> & { $defs?: Record<string, unknown> };

/** A schema as JSON; named ones move into the components, so that generated clients get types with names. */
function schemaOf(
  schema: z.ZodType,
  io: 'input' | 'output',
  schemas: Record<string, unknown>,
  isRoot = false,
): unknown {
  const { $defs = {}, ...json } = z.toJSONSchema(schema, { io }) as JsonSchema;
  for (const [name, definition] of Object.entries($defs)) schemas[name] = moved(definition);
  const name = schema.meta()?.id;
  if (name === undefined || isRoot) return moved(json);
  // Of one that is named within itself too, what is said here is the reference alone.
  if (!Object.hasOwn($defs, name)) schemas[name] = moved(json);
  return { $ref: `#/components/schemas/${name}` };
}

/** Without what names the schema itself: its place in the document does that. */
function moved(json: unknown): unknown {
  const named = JSON.parse(JSON.stringify(json).replaceAll('"#/$defs/', '"#/components/schemas/')) as JsonSchema;
  return Object.fromEntries(Object.entries(named).filter(([key]) => key !== 'id' && key !== '$schema'));
}
