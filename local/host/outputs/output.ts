import type { BindingData } from './expressions';
import type { Given } from './values';

/** Writes what a function gave; resolves when the service has it. */
export type Output = (given: Given, data: BindingData) => Promise<void>;
