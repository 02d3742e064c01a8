import { z } from 'zod';

/** Every failure of the API (RFC 9457). `code` is for programs, `detail` for people; neither carries what customers wrote. */
export const problem = z
  .object({
    type: z.string().meta({ description: 'A URN that ends in the code.' }),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string().optional(),
    /** One for each field or line that was refused. */
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });

export type Problem = z.infer<typeof problem>;

/** The media type of `problem`. */
export const PROBLEM_TYPE = 'application/problem+json';
