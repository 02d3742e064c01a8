import type { BindingData } from '../outputs/expressions';
import type { TypedData } from '../worker/types';

/** Reads what a function is given beside its trigger, before it runs. */
export type Input = (data: () => BindingData) => Promise<TypedData>;
