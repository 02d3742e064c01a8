import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as SelfSigned from 'selfsigned';

/** What a local https server needs, and the file a client names in NODE_EXTRA_CA_CERTS. */
export interface Tls {
  readonly key: string;
  readonly cert: string;
  /** Path of the CA's certificate (PEM). */
  readonly caFile: string;
}

const LIFETIME_DAYS = 825;

/**
 * Reads the certificate in `folder` or makes one for localhost. The vendors' clients refuse bearer tokens over
 * http, so every local service speaks https. Node reads NODE_EXTRA_CA_CERTS only when a process starts.
 */
export async function ensureTls(folder: string): Promise<Tls> {
  const files = { key: join(folder, 'server.key'), cert: join(folder, 'server.pem'), ca: join(folder, 'ca.pem') };
  if (!existsSync(files.ca)) await makeCertificates(folder, files);
  return { key: readFileSync(files.key, 'utf8'), cert: readFileSync(files.cert, 'utf8'), caFile: files.ca };
}

async function makeCertificates(folder: string, files: { key: string; cert: string; ca: string }): Promise<void> {
  mkdirSync(folder, { recursive: true });
  // Loaded here: it weighs much, and nearly every start finds its certificates.
  const { generate } = createRequire(__filename)('selfsigned') as typeof SelfSigned;
  const notAfterDate = new Date(Date.now() + LIFETIME_DAYS * 86_400_000);
  const ca = await generate([{ name: 'commonName', value: 'Switchboard local Azure' }], {
    notAfterDate,
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: 'localhost' }], {
    notAfterDate,
    keySize: 2048,
    algorithm: 'sha256',
    ca: { key: ca.private, cert: ca.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 2, value: '*.localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  writeFileSync(files.key, server.private, { mode: 0o600 });
  writeFileSync(files.cert, `${server.cert.trim()}\n${ca.cert}`);
  // Written last: its presence says that the others are whole.
  writeFileSync(files.ca, ca.cert);
}
