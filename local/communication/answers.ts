import type { z } from 'zod';
import type { LocalRequest, LocalResponse } from '../kit/http';

/** The error body of Communication Services: https://learn.microsoft.com/rest/api/communication. */
export const refusal = (status: number, code: string, message: string): LocalResponse => ({
  status,
  headers: { 'x-ms-error-code': code },
  body: { error: { code, message } },
});

export const badRequest = (message: string): LocalResponse => refusal(400, 'BadRequest', message);

/** Reads the body of a request, or says why it is refused; a body that is not JSON is refused too. */
export async function withBody<T>(
  request: LocalRequest,
  schema: z.ZodType<T>,
  handle: (body: T) => LocalResponse | Promise<LocalResponse>,
): Promise<LocalResponse> {
  let sent: unknown;
  try {
    sent = request.json() ?? {};
  } catch {
    return badRequest('The body is not JSON.');
  }
  const parsed = schema.safeParse(sent);
  if (parsed.success) return handle(parsed.data);
  const [issue] = parsed.error.issues;
  return badRequest(`${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'not valid'}`);
}
