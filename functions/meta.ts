import { openApiDocument } from '../shared/contracts/http/openapi';
import { publicOperation } from './operations';

/** The API describes itself. */
export const registerMeta = (): void =>
  publicOperation('getOpenApi', () => Promise.resolve({ openapi: '3.1.0', ...openApiDocument() }));
