import { z } from 'zod';
import { operation } from './operation';

/** What anyone may have: the description of the API, and what callers hear. */
export const metaOperations = {
  getMusic: operation({
    method: 'GET',
    path: '/music/{file}',
    summary: 'What callers hear while they wait, as a WAV file that Call Automation can play.',
    access: 'public',
    params: z.object({ file: z.string() }),
    query: z.object({ seconds: z.coerce.number().int().min(1).max(60).optional() }),
    body: null,
    answer: null,
  }),
  getWidget: operation({
    method: 'GET',
    path: '/widget/{file}',
    summary: "The customer's widget: `widget.js`, by one script tag, and what it loads when it has to.",
    access: 'public',
    params: z.object({ file: z.string() }),
    query: z.object({}),
    body: null,
    answer: null,
  }),
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
