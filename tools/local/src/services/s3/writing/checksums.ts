import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { S3Error } from '../error.ts';
import { type Checksum, crc32c, crc64Nvme } from './crc.ts';

/** As in `x-amz-checksum-<name>`. https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html */
export const CHECKSUM_NAMES = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;
export type ChecksumName = (typeof CHECKSUM_NAMES)[number];

const CHECKSUMS: Readonly<Record<ChecksumName, () => Checksum>> = {
  CRC32: zlibCrc32,
  CRC32C: crc32c,
  CRC64NVME: crc64Nvme,
  SHA1: () => hash('sha1'),
  SHA256: () => hash('sha256'),
};

/** Header of a checksum, in lower case. */
export function checksumHeader(name: ChecksumName): string {
  return `x-amz-checksum-${name.toLowerCase()}`;
}

/** The checksum that a header, in lower case, carries. */
export function checksumOfHeader(header: string): ChecksumName | undefined {
  return CHECKSUM_NAMES.find((name) => checksumHeader(name) === header);
}

export function checksumNamed(text: string | undefined): ChecksumName | undefined {
  return CHECKSUM_NAMES.find((name) => name === text?.toUpperCase());
}

export function createChecksum(name: ChecksumName): Checksum {
  return CHECKSUMS[name]();
}

export function wrongChecksum(name: ChecksumName): S3Error {
  return new S3Error('BadDigest', `The ${name} you specified did not match the calculated checksum.`);
}

function hash(algorithm: string): Checksum {
  const digest = createHash(algorithm);
  return { update: (bytes) => void digest.update(bytes), digest: () => digest.digest() };
}

function zlibCrc32(): Checksum {
  let value = 0;
  return {
    update: (bytes) => void (value = crc32(bytes, value)),
    digest: () => {
      const digest = Buffer.alloc(4);
      digest.writeUInt32BE(value);
      return digest;
    },
  };
}
