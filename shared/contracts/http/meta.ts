import { z } from 'zod';
import { operation } from './operation';

/** What the API says about itself. */
export const metaOperations = {
  getOpenApi: operation({
    method: 'GET',
    path: '/openapi.json',
    summary: 'This document.',
    access: 'public',
    params: z.object({}),
    query: z.object({}),
    body: null,
    answer: z.looseObject({ openapi: z.string() }),
  }),
} as const;
