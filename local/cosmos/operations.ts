import {
  deleteDocument,
  documentToChange,
  readDocument,
  writeDocument,
  type Address,
  type Outcome,
  type Transaction,
} from './documents';
import { preconditionFailed } from './failure';
import type { Json } from './json';
import { applyPatch, readPatch } from './patch';
import type { PartitionKey } from './partition-key';
import { patchCharge } from './request-units';
import { compileCondition } from './sql/condition';

/** Inside a commit. */
export function patchDocument(transaction: Transaction, address: Address, body: Json | undefined): Outcome {
  const { condition, operations } = readPatch(body);
  const before = documentToChange(transaction, address);
  if (condition !== undefined && !compileCondition(condition)(before)) throw preconditionFailed();
  const after = applyPatch(before, operations, transaction.container.keyPaths);
  const written = writeDocument(transaction, { mode: 'replace', pk: address.pk, id: address.id, body: after });
  return { ...written, charge: patchCharge(written.charge, operations.length) };
}

/** One operation of a batch, as it comes in its body. */
export type BatchOperation =
  | {
      readonly kind: 'Create' | 'Upsert' | 'Replace' | 'Patch';
      readonly address: BatchAddress;
      readonly body: Json | undefined;
    }
  | { readonly kind: 'Read' | 'Delete'; readonly address: BatchAddress };

export interface BatchAddress {
  readonly pk: PartitionKey;
  readonly id: string | undefined;
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
}

const addressed = (address: BatchAddress): Address => ({ ...address, id: address.id ?? '' });

/** Inside a commit. */
export function runOperation(transaction: Transaction, operation: BatchOperation): Outcome {
  const { kind, address } = operation;
  switch (kind) {
    case 'Create':
      return writeDocument(transaction, { mode: 'create', pk: address.pk, body: operation.body });
    case 'Upsert':
      return writeDocument(transaction, { mode: 'upsert', ...withoutId(address), body: operation.body });
    case 'Replace':
      return writeDocument(transaction, { mode: 'replace', ...addressed(address), body: operation.body });
    case 'Patch':
      return patchDocument(transaction, addressed(address), operation.body);
    case 'Read':
      return readDocument(transaction.container, transaction.nowSeconds, addressed(address));
    case 'Delete':
      return deleteDocument(transaction, addressed(address));
  }
}

const withoutId = ({ pk, ifMatch, ifNoneMatch }: BatchAddress) => ({ pk, ifMatch, ifNoneMatch });
