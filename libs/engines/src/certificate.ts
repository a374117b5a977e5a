import { X509Certificate } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Paths of PEM files. The certificate is self-signed, so it is its own authority. */
export type Certificate = { cert: string; key: string };

const DAY_MS = 86_400_000;
const LIFETIME_DAYS = 3650;

/** The certificate for 127.0.0.1 and localhost in `dir`; made there when it is missing or ends within a day. */
export async function certificateIn(dir: string): Promise<Certificate> {
  const files = { cert: join(dir, 'tls-cert.pem'), key: join(dir, 'tls-key.pem') };
  if (!(await isUsable(files))) await generateInto(files);
  return files;
}

async function isUsable(files: Certificate): Promise<boolean> {
  try {
    const [cert] = await Promise.all([readFile(files.cert), readFile(files.key)]);
    return Date.parse(new X509Certificate(cert).validTo) > Date.now() + DAY_MS;
  } catch {
    return false;
  }
}

async function generateInto(files: Certificate): Promise<void> {
  const { generate } = await import('selfsigned');
  const pems = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - DAY_MS),
    notAfterDate: new Date(Date.now() + LIFETIME_DAYS * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  await replaceFile(files.key, pems.private, 0o600);
  await replaceFile(files.cert, pems.cert, 0o644);
}

async function replaceFile(file: string, text: string, mode: number): Promise<void> {
  await writeFile(`${file}.new`, text, { mode });
  await rename(`${file}.new`, file);
}
