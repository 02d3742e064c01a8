import { badRequest } from './failure';
import { isArray, isObject, type Json } from './json';

/** Checks a container's `clientEncryptionPolicy`: what of a document comes encrypted, and by which key. */
export function checkEncryptionPolicy(policy: Json | undefined): void {
  if (policy === undefined) return;
  const paths = isObject(policy) ? policy['includedPaths'] : undefined;
  const isComplete = (one: Json): boolean =>
    isObject(one) &&
    ['path', 'clientEncryptionKeyId', 'encryptionType', 'encryptionAlgorithm'].every(
      (name) => typeof one[name] === 'string' && one[name] !== '',
    );
  if (paths === undefined || !isArray(paths) || !paths.every(isComplete))
    throw badRequest('The input content is invalid: a clientEncryptionPolicy says for each path its key and how.');
}
