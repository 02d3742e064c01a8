import { randomUUID } from 'node:crypto';

/** Ids of executions, and of instances that were given none: 32 hexadecimal digits. */
export const newExecutionId = () => randomUUID().replaceAll('-', '');
