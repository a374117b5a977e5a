import {
  isValues,
  type Parameters,
  type ParameterTable,
  refused,
  supported,
} from '../../gateway/parameters.ts';
import { S3Error } from './error.ts';
import { parseXml, type XmlElement } from './read-xml.ts';

/** What the stack does with each element of the documents that requests bring. */
export const DOCUMENTS: ParameterTable = {
  CreateBucket: {
    CreateBucketConfiguration: {
      ...supported('LocationConstraint'),
      // Directory buckets, and tags.
      ...refused('Location', 'Bucket', 'Tags'),
    },
  },
  DeleteObjects: {
    Delete: {
      ...supported('Quiet'),
      // The stack keeps one version of an object.
      Object: { ...supported('Key', 'ETag'), ...refused('VersionId', 'LastModifiedTime', 'Size') },
    },
  },
  CompleteMultipartUpload: {
    CompleteMultipartUpload: {
      Part: {
        ...supported('PartNumber', 'ETag', 'ChecksumCRC32', 'ChecksumCRC32C', 'ChecksumCRC64NVME'),
        ...supported('ChecksumSHA1', 'ChecksumSHA256'),
        ...refused('ChecksumSHA512', 'ChecksumMD5'),
        ...refused('ChecksumXXHASH3', 'ChecksumXXHASH64', 'ChecksumXXHASH128'),
      },
    },
  },
  PutObjectTagging: { Tagging: { TagSet: { Tag: supported('Key', 'Value') } } },
};
/** Elements of which there may be several; of any other one there is one at most. */
const REPEATED: ReadonlySet<string> = new Set(['Object', 'Part', 'Tag']);

/**
 * The root of a document. Throws `S3Error` for what is no document of the operation, and for an element that the stack
 * does not support.
 */
export function readDocument(operation: string, source: string): XmlElement {
  const root = parseXml(source);
  checkElements([root], DOCUMENTS[operation] ?? {});
  return root;
}

function checkElements(elements: readonly XmlElement[], known: Parameters): void {
  for (const [index, { name, text, children }] of elements.entries()) {
    const rule = Object.hasOwn(known, name) ? known[name] : undefined;
    if (rule === false)
      throw new S3Error('NotImplemented', `The local stack does not support the element ${name}`);
    const isAgain = elements.findIndex((other) => other.name === name) < index && !REPEATED.has(name);
    if (rule === undefined || isAgain) throw new S3Error('MalformedXML');
    if (rule === true ? children.length > 0 : text.trim() !== '') throw new S3Error('MalformedXML');
    if (typeof rule === 'object' && !isValues(rule)) checkElements(children, rule);
  }
}
